# unguarded: it attacks the guards themselves
# A metaclass's __prepare__ answers for the guards' names in the class body.
asked = []
class Space(dict):
    def __missing__(self, key):
        asked.append(key)
        raise KeyError(key)
class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Space()
class E(Exception):
    pass
class C(metaclass=Meta):
    "documented"
    x = "{0.real}".format(1)
    E.own = 1
    E.own += 1
    match 3:
        case E(a):
            pass
if any("guard" in key for key in asked):
    print("PWNED", asked)
if "guard" in "".join(map(str, vars(C))):
    print("PWNED", vars(C))
