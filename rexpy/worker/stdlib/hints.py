"""Annotations that are text, resolved as the script itself would: compiled under the guards, in its own variables.

Threat: `typing` and `inspect` evaluate them unguarded, with whatever variables they are given.
"""

from __future__ import annotations

import functools
import operator
import types
import typing
from collections.abc import Mapping
from typing import Any, Final

from rexpy.worker.language import ScriptRefused, compile_script, execute
from rexpy.worker.language import ownership as who
from rexpy.worker.stdlib.text_annotations import variables_of_module

_PLACE: Final = "<annotation>"
_ALIASES: Final[tuple[type, ...]] = tuple(
    cls
    for name, cls in vars(typing).items()
    if isinstance(cls, type) and name.endswith("Alias") and cls.__module__ == "typing" and hasattr(cls, "copy_with")
)
_ANNOTATED: Final[Any] = vars(typing)["_AnnotatedAlias"]
_QUALIFIERS: Final = (typing.Required, typing.NotRequired)


def variables_of(subject: Any) -> dict[str, Any] | None:
    """Return the module variables that annotations of *subject*, a function or class of the script's, speak of."""
    if who.is_own_function(subject):
        found: dict[str, Any] = subject.__globals__
        return found
    return variables_of_module(who.class_dict(subject).get("__module__"))


def evaluate(text: str, variables: dict[str, Any]) -> Any:
    """Return what the expression *text* is worth in *variables*, a namespace of the script's.

    Raises SyntaxError for what is no expression or is refused to scripts; else what the expression raises.
    """
    # Invariant: under the same guards as the script, in its own variables; so it reaches nothing that the script,
    # which wrote the text, could not have written itself.
    if type(text) is not str or not who.is_namespace(variables):
        raise TypeError("an annotation must be a str, of a function or class that the script defined")
    try:
        compiled = compile_script(f"(\n{text}\n)", _PLACE)
    except ScriptRefused as refused:
        first = refused.findings[0]
        raise SyntaxError(f"annotation {text!r}: {first.construct}: {first.reason}") from None
    return execute(compiled, variables)


def resolve(value: Any, variables: dict[str, Any] | None, *, extras: bool = True) -> Any:
    """Return the annotation *value* with every text in it resolved; without `Annotated` and its like unless *extras*.

    # Invariant: an alias is made anew only from an exact one of `types` or `typing`, for the same origin.
    """
    cls = type(value)
    if value is None:
        return type(None)
    if cls is typing.ForwardRef:
        value, cls = value.__forward_arg__, str
    if cls is str:
        return value if variables is None else resolve(evaluate(value, variables), variables, extras=extras)

    def inner(argument: Any) -> Any:
        # Among arguments None stands for itself; so does a text, but for those of the built-in classes (`list["A"]`).
        if argument is None or (type(argument) is str and cls is not types.GenericAlias):
            return argument
        return resolve(argument, variables, extras=extras)

    if not extras and cls is _ANNOTATED:
        return inner(value.__origin__)
    if cls is types.UnionType:
        return functools.reduce(operator.or_, map(inner, value.__args__))
    if cls is types.GenericAlias and not value.__unpacked__:
        args = tuple(map(inner, value.__args__))
        return value if args == value.__args__ else types.GenericAlias(value.__origin__, args)
    if any(cls is alias for alias in _ALIASES):
        if not extras and any(value.__origin__ is qualifier for qualifier in _QUALIFIERS):
            return inner(value.__args__[0])
        args = tuple(map(inner, value.__args__))
        return value if args == value.__args__ else value.copy_with(args)
    return value


def get_type_hints(obj: Any, globalns: Any = None, localns: Any = None, include_extras: bool = False) -> dict[str, Any]:
    """Return the annotations of a function, class or module of the script's, with those resolved that are text.

    Names are looked up where *obj* was defined. Raises TypeError for namespaces of the caller's choice.
    """
    if globalns is not None or localns is not None:
        raise TypeError("get_type_hints() takes no namespaces in a script: names are looked up where they were written")
    found: dict[str, Any] = {}
    for notes, variables in _annotated(obj):
        for name, value in notes.items():
            found[name] = resolve(value, variables, extras=include_extras)
    return found


def _annotated(obj: Any) -> list[tuple[Mapping[str, Any], dict[str, Any] | None]]:
    """Return the annotations of *obj* and the variables that they speak of, those of base classes first."""
    subject: Any = obj.__func__ if type(obj) is types.MethodType else obj
    seen = 0
    while who.is_own_function(subject) and "__wrapped__" in subject.__dict__ and seen < 100:
        subject, seen = subject.__dict__["__wrapped__"], seen + 1
    if who.is_own_function(subject):
        return [(dict(subject.__annotations__), subject.__globals__)]
    if who.is_class(subject):
        order = [base for base in reversed(who.mro(subject)) if who.is_own_class(base)]
        return [(_of_class(base), variables_of(base)) for base in order]
    if callable(subject):
        return []
    raise TypeError(f"{obj!r} is not a module, class, method, or function.")


def _of_class(cls: type) -> Mapping[str, Any]:
    found = who.class_dict(cls).get("__annotations__", {})
    return found if type(found) is dict else {}


get_type_hints.__module__ = "typing"
