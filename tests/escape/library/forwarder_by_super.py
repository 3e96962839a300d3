# A library class whose __getattr__ forwards any name to what it wraps, asked for it by a subclass.
import unittest


def function():
    pass


Writer = type(unittest.TextTestRunner().stream)


class Own(Writer):
    def by_super(self, name):
        return super().__getattr__(name)


own = Own(function)
for way in (
    lambda: own.by_super,
    lambda: own.__getattr__,
    lambda: getattr(own, "__getattr__"),
    lambda: Own.__getattr__.__get__(own),
    lambda: super(Own, own).__getattr__,
):
    try:
        print("PWNED", way()("__globals__"))
    except Exception as error:
        pass
