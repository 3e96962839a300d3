"""`dataclasses.dataclass` for scripts: only names that are names reach the text that CPython compiles."""

from __future__ import annotations

import dataclasses
import keyword
from collections.abc import Callable
from typing import Any

from rexpy.worker.language.ownership import class_dict, is_class, is_own_class, mro


def _check(cls: Any) -> None:
    if not is_class(cls) or not is_own_class(cls):
        raise TypeError("dataclass() decorates a class that the script defined")
    for base in mro(cls):
        names: list[Any] = []
        for attribute in ("__annotations__", "__dataclass_fields__"):
            found = class_dict(base).get(attribute, {})
            if type(found) is not dict:
                raise TypeError(f"{attribute} of {base.__name__!r} must be a dict")
            names += found
        for name in names:
            # Threat: the name of a field is pasted into source text; a subclass of str lies about being an
            # identifier.
            if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name):
                raise TypeError(f"Field names must be valid identifiers: {name!r}")
        for field in class_dict(base).get("__dataclass_fields__", {}).values():
            if type(field) is not dataclasses.Field or type(field.name) is not str or not field.name.isidentifier():
                raise TypeError(f"a field of {base.__name__!r} is not one that dataclass() made")


def dataclass(cls: Any = None, /, **options: Any) -> Any:
    """Return *cls* with the methods of a dataclass; with options only, a decorator that does."""
    decorate: Callable[..., Any] = dataclasses.dataclass

    def wrap(target: Any) -> Any:
        _check(target)
        return decorate(target, **options)

    return wrap if cls is None else wrap(cls)


dataclass.__module__ = "dataclasses"
