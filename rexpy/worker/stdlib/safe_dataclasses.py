"""`dataclasses` for scripts: what it makes is held to the language's rules, and no field names a foreign attribute.

Threat: CPython pastes the fields' names into source text, compiles it unguarded, and its methods take any object for
`self`: they read and write whatever a field is called, in a function, a class or a module.
"""

from __future__ import annotations

import copy
import dataclasses
import keyword
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rexpy.worker.language import ScriptRefused, compile_script, execute, new_namespace, sources
from rexpy.worker.language import ownership as who
from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.text_annotations import look_up_in_scripts

_FIELDS = "__dataclass_fields__"
_GENERATED = "<string>"
# Threat: a field whose name the script changes afterwards is read under the new name.
who.declare_closed(dataclasses.Field)


def _check(cls: Any) -> None:
    if not who.is_class(cls) or not who.is_own_class(cls):
        raise TypeError("dataclass() decorates a class that the script defined")
    for base in who.mro(cls):
        facts = who.class_dict(base)
        names: list[Any] = []
        for attribute in ("__annotations__", _FIELDS):
            found = facts.get(attribute, {})
            if type(found) is not dict:
                raise TypeError(f"{attribute} of {base.__name__!r} must be a dict")
            names += found
        for name in names:
            # Threat: a subclass of str lies about being an identifier.
            if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name):
                raise TypeError(f"Field names must be valid identifiers: {name!r}")
        made = [*facts.get(_FIELDS, {}).values(), *(each for each in facts.values() if _is_field(each))]
        if not all(type(field) is dataclasses.Field for field in made):
            raise TypeError(f"a field of {base.__name__!r} is not one that field() or dataclass() made")


def _is_field(value: object) -> bool:
    return who.is_subclass(type(value), dataclasses.Field)


def _import(name: str, *_: object) -> object:
    raise ImportError(f"no import of {name!r} in the methods of a dataclass")


_namespace: dict[str, Any] = new_namespace(importer=_import, builtins={}, name="__main__")


def _execute(text: str, variables: dict[str, Any], found: dict[str, Any]) -> None:
    """Do what `exec` does for `dataclasses`: bind in *found* the one function that *text* defines."""
    try:
        compiled = compile_script(text, _GENERATED)
    except ScriptRefused as refused:
        raise TypeError(f"dataclass() cannot make a method: {refused.findings[0].construct} is not available") from None
    finally:
        # As in CPython, a traceback has no line to show of these.
        sources.keep(_GENERATED, "")
    execute(compiled, _namespace)
    found["__create_fn__"] = _namespace.pop("__create_fn__")


@contextmanager
def _guarded_text() -> Iterator[None]:
    variables = dataclasses.__dict__
    variables["exec"] = _execute
    try:
        yield
    finally:
        variables.pop("exec", None)


def dataclass(cls: Any = None, /, **options: Any) -> Any:
    """Return *cls* with the methods of a dataclass; with options only, a decorator that does."""
    decorate: Callable[..., Any] = dataclasses.dataclass

    def wrap(target: Any) -> Any:
        _check(target)
        with _guarded_text():
            made = decorate(target, **options)
        for name, safe in (("__replace__", replace), ("__getstate__", _state)):
            found = who.class_dict(made).get(name)
            if getattr(found, "__module__", None) == "dataclasses":
                setattr(made, name, safe)
        return made

    return wrap if cls is None else wrap(cls)


def _fields(obj: Any) -> dict[str, Any] | None:
    """Return the fields of the class of *obj*; None unless all are what dataclass() made."""
    for _, found in who.lookup(type(obj), _FIELDS):
        exact = type(found) is dict and all(
            type(field) is dataclasses.Field and type(field.name) is str for field in found.values()
        )
        return found if exact else None
    return None


def _plain_fields(obj: Any) -> list[Any]:
    return [field for field in (_fields(obj) or {}).values() if field._field_type is dataclasses._FIELD]  # type: ignore[attr-defined]


def _state(self: Any) -> list[Any]:
    return [read_attribute(self, field.name) for field in _plain_fields(self)]


def replace(obj: Any, /, **changes: Any) -> Any:
    """Return a new object of the class of *obj*, with *changes* in place of its fields' values."""
    fields = _fields(obj)
    if fields is None:
        raise TypeError("replace() should be called on dataclass instances")
    wrong = TypeError if hasattr(dataclasses, "_replace") else ValueError
    for field in fields.values():
        kind = field._field_type
        if kind is dataclasses._FIELD_CLASSVAR:  # type: ignore[attr-defined]
            continue
        if not field.init:
            if field.name in changes:
                raise wrong(f"field {field.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if field.name not in changes:
            if kind is dataclasses._FIELD_INITVAR and field.default is dataclasses.MISSING:  # type: ignore[attr-defined]
                raise wrong(f"InitVar {field.name!r} must be specified with replace()")
            changes[field.name] = read_attribute(obj, field.name)
    return obj.__class__(**changes)


def asdict(obj: Any, *, dict_factory: Callable[[list[tuple[str, Any]]], Any] = dict) -> Any:
    """Return the fields of *obj* as a dict, those of dataclasses inside it as well."""
    if _fields(obj) is None:
        raise TypeError("asdict() should be called on dataclass instances")
    return _inner(obj, lambda pairs: dict_factory(list(pairs)))


def astuple(obj: Any, *, tuple_factory: Callable[[list[Any]], Any] = tuple) -> Any:
    """Return the values of the fields of *obj* as a tuple, those of dataclasses inside it as well."""
    if _fields(obj) is None:
        raise TypeError("astuple() should be called on dataclass instances")
    return _inner(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


def _inner(obj: Any, build: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    if _fields(obj) is not None:
        return build([(field.name, _inner(read_attribute(obj, field.name), build)) for field in _plain_fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_inner(value, build) for value in obj])
    if isinstance(obj, list | tuple):
        return type(obj)(_inner(value, build) for value in obj)
    if isinstance(obj, dict):
        pairs = [(_inner(key, build), _inner(value, build)) for key, value in obj.items()]
        if hasattr(type(obj), "default_factory"):
            made = type(obj)(obj.default_factory)  # type: ignore[attr-defined]
            made.update(pairs)
            return made
        return type(obj)(pairs)
    return copy.deepcopy(obj)


for _each in (dataclass, replace, asdict, astuple):
    _each.__module__ = "dataclasses"
look_up_in_scripts(dataclasses)
