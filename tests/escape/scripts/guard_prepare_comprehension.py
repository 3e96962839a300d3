# unguarded: it attacks the guards themselves
asked = []
class Space(dict):
    def __missing__(self, key):
        asked.append(key)
        raise KeyError(key)
class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Space()
template = "{0.real}"
class C(metaclass=Meta):
    x = [template.format(i) for i in range(2)]
    y = lambda: template.format(1)
    z = [[template.format(j) for j in range(1)] for i in range(2)]
if any("guard" in key for key in asked):
    print("PWNED", asked)
