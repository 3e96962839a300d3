# get_type_hints and forward references evaluate text with the interpreter's builtins.
import typing


class Lure:
    x: "print('PWNED', __import__('os'))"


def lure(x: "print('PWNED', __import__('os'))"):
    pass


for way in (
    lambda: typing.get_type_hints(Lure),
    lambda: typing.get_type_hints(lure),
    lambda: typing.ForwardRef("print('PWNED')")._evaluate({}, {}, frozenset()),
):
    try:
        way()
    except Exception:
        pass
