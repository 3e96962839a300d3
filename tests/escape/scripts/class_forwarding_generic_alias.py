# A subclass of what forwards attribute access is a true self to trusted methods, which then read another object.
# needs: leaky
from leaky import Holder


def function():
    pass


class Mixed(type(list[int]), Holder):
    pass


class Quiet(Holder):
    def __init_subclass__(cls):
        pass


class Behind(Quiet, type(list[int])):
    pass


class Own(type(list[int])):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


class ByObject(Holder, type(list[int])):
    __new__ = object.__new__


Made = type("Made", (Holder, type(list[int])), {"__module__": "leaky"})
raw = type(list[int]).__new__
for make in (
    lambda: Mixed(function, ()),
    lambda: Behind(function, ()),
    lambda: Own(function, ()),
    lambda: ByObject(function, ()),
    lambda: Made(function, ()),
    lambda: raw(Mixed, function, ()),
    lambda: object.__new__(Made),
):
    try:
        made = make()
    except TypeError:
        continue
    print("PWNED", type(made))
