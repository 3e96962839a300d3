# With eval_str, annotations that are text are evaluated with the interpreter's builtins.
import inspect
import typing

got = []


def lure(x: "got.append(().__class__.__base__.__subclasses__())", y: "got.append(__import__('os').getcwd)") -> None:
    pass


def lure_too(y: "got.append(open)") -> None:
    pass


def third(y: "got.append(eval)") -> None:
    pass


class Lure:
    x: "got.append(().__class__.__base__.__subclasses__())"


class Signature(inspect.Signature):
    pass


for way in (
    lambda: inspect.signature(lure, eval_str=True),
    lambda: inspect.signature(third, eval_str=True),
    lambda: Signature.from_callable(lure, eval_str=True),
    lambda: inspect.get_annotations(lure, eval_str=True),
    lambda: inspect.get_annotations(third, eval_str=True),
    lambda: inspect.get_annotations(Lure, eval_str=True),
    lambda: inspect.signature(lure, eval_str=True, globals={"got": got}),
    lambda: typing.get_type_hints(lure),
    lambda: typing.get_type_hints(third),
    lambda: typing.get_type_hints(Lure),
    lambda: typing.get_type_hints(Lure, {"got": got}),
):
    try:
        way()
    except Exception:
        pass
for found in got:
    if isinstance(found, list) or getattr(found, "__name__", "") == "eval":
        print("PWNED", found)
