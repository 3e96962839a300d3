# get_type_hints and forward references evaluate text with the interpreter's builtins: the real os has sys.
import typing


class Lure:
    x: "print('PWNED') if hasattr(__import__('os'), 'sys') else None"


def lure(x: "print('PWNED') if hasattr(__import__('os'), 'sys') else None"):
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
