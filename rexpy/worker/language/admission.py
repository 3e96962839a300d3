"""Untrusted process: objects that no attribute access may hand to a script, whoever's object was asked."""

import builtins
import types
from collections.abc import Iterator
from typing import Any

from rexpy.worker.language.names import Kind, kind_of

_REFUSED_TYPES: tuple[type, ...] = (
    types.ModuleType,
    types.FrameType,
    types.CodeType,
    types.TracebackType,
    types.CellType,
)
_REFUSED_OBJECTS = {
    id(getattr(builtins, name)): name
    for name in (
        "eval", "exec", "compile", "__import__", "open", "globals", "locals", "vars", "getattr", "setattr", "delattr",
        "input", "breakpoint", "__build_class__",
    )
}  # fmt: skip
_REFUSED_FORMATTER_METHODS = frozenset({"format", "vformat", "get_field", "get_value", "_vformat"})


def refuse_read(name: str) -> AttributeError:
    """Return the error for attribute *name* that a script may not read.

    Invariant: it carries no object; `AttributeError.obj` stays empty.
    """
    return AttributeError(f"attribute {name!r} is not available to scripts")


def admit(value: Any, name: str) -> Any:
    """Return *value*, found as attribute *name*, when a script may hold it; raise AttributeError otherwise."""
    cls = type(value)
    for refused in _REFUSED_TYPES:
        if cls is refused or (refused is types.ModuleType and refused in type.__dict__["__mro__"].__get__(cls)):
            raise refuse_read(name)
    if cls is types.BuiltinFunctionType:
        if id(value) in _REFUSED_OBJECTS:
            raise refuse_read(name)
        if isinstance(value.__self__, type) and value.__name__ in ("mro", "__subclasses__"):
            raise refuse_read(name)
    elif cls is types.MethodDescriptorType:
        if value.__objclass__ is type or (value.__objclass__ is str and value.__name__ in ("format", "format_map")):
            raise refuse_read(name)
    elif cls is types.MethodWrapperType or cls is types.WrapperDescriptorType:
        # Threat: raw access by text, to any attribute of any object.
        if value.__name__ in ("__getattribute__", "__setattr__", "__delattr__"):
            raise refuse_read(name)
    elif cls is types.MemberDescriptorType:
        # Threat: `AttributeError.obj` as a descriptor, to be bound to an error by hand.
        if value.__objclass__ is AttributeError:
            raise refuse_read(name)
    elif cls is types.MethodType or cls is types.FunctionType:
        function = value.__func__ if cls is types.MethodType else value
        if (
            type(function) is types.FunctionType
            and function.__globals__.get("__name__") in ("string", "collections")
            and function.__name__ in _REFUSED_FORMATTER_METHODS
        ):
            raise refuse_read(name)
    return value


def free_attributes(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield what *cls* itself defines of what a script may read in any class by name."""
    for name in type.__dict__["__dict__"].__get__(cls):
        if type(name) is str and kind_of(name) is Kind.FREE:
            try:
                yield name, admit(getattr(cls, name), name)
            except AttributeError:
                continue
