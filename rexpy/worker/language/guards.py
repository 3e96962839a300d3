"""Untrusted process: the gate for attributes that only the running script can decide on.

`read_attribute`, `write_attribute`, `delete_attribute` and `safe_format` are the only ways in which anything
that takes an attribute's name as text may reach an attribute on behalf of a script; the library's
`operator.attrgetter` and its like stand on them. A decision looks at who made the receiver, and again at what
the access returned: a `super` object, a `types.GenericAlias` or a weak proxy answers with another object's
attributes, so the receiver alone says nothing.
"""

import types
from collections.abc import Callable, Mapping
from typing import Any, Final

from rexpy.worker.language import ownership as who
from rexpy.worker.language import special
from rexpy.worker.language.admission import admit, refuse_read
from rexpy.worker.language.formatting import format_safely, reads_attributes
from rexpy.worker.language.names import GUARDED_PUBLIC, Kind, is_dunder, kind_of

_own_get = who.OWN.get
_writable_get = who.WRITABLE.get
_own_class = who.CLASSES.get
_pure_class = who.PURE_CLASSES.get
_MISSING: Final = object()
_FUNCTIONS = (types.FunctionType, classmethod, staticmethod, types.MethodDescriptorType, types.WrapperDescriptorType)
_NAMEDTUPLE = frozenset({"_replace", "_asdict", "_fields", "_make", "_field_defaults"})


def check_name(name: object) -> str:
    """Return *name* when it is an exact str; raise TypeError otherwise."""
    # Threat: a subclass of str can show one text to the check and another to the access.
    if type(name) is not str:
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")
    return name


def read_attribute(obj: Any, name: str) -> Any:
    """Return attribute *name* of *obj* as a script may see it.

    Raises AttributeError where there is no such attribute or a script may not read it, TypeError where *name*
    is no exact str.
    """
    check_name(name)
    kind = kind_of(name)
    if kind is Kind.FREE:
        return getattr(obj, name)
    if kind is Kind.REFUSED:
        raise refuse_read(name)
    return read_guarded(obj, name)


def read_private(obj: Any, name: str) -> Any:
    """Return attribute `_name` (not special) of *obj*: what compiled scripts call."""
    cls = type(obj)
    if _own_get(cls) is cls or _pure_class(id(obj)) is obj:
        return getattr(obj, name)
    return read_guarded(obj, name)


def read_guarded(obj: Any, name: str) -> Any:
    """Return attribute *name* (of kind GUARDED) of *obj*: what compiled scripts call."""
    cls = type(obj)
    if name in GUARDED_PUBLIC:
        if cls is str and (name == "format" or name == "format_map") and not reads_attributes(obj):
            # The method of an exact str, whose text reads nothing, now or later.
            return getattr(obj, name)
        return _read_public(obj, name)
    found = special.READERS.get(name, _MISSING)
    if found is not _MISSING:
        return found(obj, name)  # type: ignore[operator]
    if who.OWN.get(cls) is cls:
        return getattr(obj, name)
    if who.is_pure(cls):
        who.remember(cls)
        return admit(getattr(obj, name), name)
    if cls is super:
        return admit(special.read_super(obj, name, _allowed_definition), name)
    _check_private(obj, cls, name)
    return admit(getattr(obj, name), name)


def _read_public(obj: Any, name: str) -> Any:
    """Return `format`, `mro`, `obj` … : the receiver is anybody's, so the result decides."""
    cls = type(obj)
    if name == "mro" and who.is_class(obj) and who.is_own_class(obj):
        return special.MRO_READER(obj, name)
    if name == "obj":
        subject = special.super_subject(obj)[1] if cls is super else obj
        target = subject if who.is_class(subject) else type(subject)
        if who.is_subclass(target, AttributeError):
            raise refuse_read(name)
    value = getattr(obj, name)
    if name in ("format", "format_map"):
        safe = _safe_formatter(value)
        if safe is not None:
            return safe
    return admit(value, name)


def _check_private(obj: Any, cls: type, name: str) -> None:
    """Raise unless a script may read `_name` or an unknown `__name__` of *obj*, no instance of a pure class
    of its own.

    Runs no code of the script, so what was checked still holds when the attribute is read next.
    """
    if who.is_own_function(obj) or who.is_open(cls) or (who.is_module_class(cls) and not is_dunder(name)):
        return
    if cls is types.MethodType and who.is_own_function(obj.__func__):
        return
    if who.is_class(obj):
        if who.is_own_class(obj):
            who.remember_class(obj)
            _check_definition(obj, name)
            return
        if name in _NAMEDTUPLE and who.is_subclass(obj, tuple):
            return
    elif who.is_own_class(cls) and not who.forwards(cls):
        _check_instance(obj, cls, name)
        return
    elif (name in _NAMEDTUPLE and who.is_subclass(cls, tuple)) or (who.has_no_private(cls) and not is_dunder(name)):
        return
    raise refuse_read(name)


def _allowed_definition(base: type, name: str, value: object) -> bool:
    """Tell whether *value*, which trusted or own class *base* defines as *name*, may be read through an object of the
    script's.
    """
    if who.is_own_class(base):
        return True
    # Threat: the `__getattr__` of a class that forwards reads any name, unguarded, of whatever it is called with.
    if name == "__getattr__":
        return False
    # Not: data attributes of trusted bases; a path's `_flavour` leads to a module.
    if who.is_harmless_base(base):
        return True
    # Threat: private methods of trusted metaclasses; `_convert_` of an enumeration reads and writes any
    # module.
    if not isinstance(value, _FUNCTIONS) or who.is_subclass(base, type):
        return False
    # Threat: private methods are unguarded code for any `self`; `_evaluate` of typing evaluates its text.
    return (name in _NAMEDTUPLE and who.is_subclass(base, tuple)) or (not is_dunder(name) and who.is_extended(base))


def _check_definition(cls: type, name: str) -> None:
    for base, value in who.lookup(cls, name):
        if not _allowed_definition(base, name, value):
            raise refuse_read(name)
        return
    for base, _ in who.lookup(type(cls), name):
        if who.is_own_class(base):
            return
        raise refuse_read(name)
    if not any(who.is_own_class(base) for base, _ in who.lookup(type(cls), "__getattr__")):
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")


def _check_instance(obj: object, cls: type, name: str) -> None:
    for base, value in who.lookup(cls, name):
        if not _allowed_definition(base, name, value):
            raise refuse_read(name)
        return
    if name in special.instance_dict(obj):
        return
    # Threat: a subclass of `super`, of a generic alias or of a proxy would forward the name to a foreign
    # object.
    if not any(who.is_own_class(base) for base, _ in who.lookup(cls, "__getattr__")):
        raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}")


def own(obj: Any, name: str) -> Any:
    """Return *obj* when a script may read and write its attribute *name* in place (augmented assignment).

    Threat: the interpreter reads the attribute after this check, plainly. So the check runs no code of the
    script (a property could remove itself and uncover what a base defines), and allows only what may be read
    plainly.
    """
    store(obj, name)
    cls = type(obj)
    if name in GUARDED_PUBLIC:
        if not who.is_own_class(cls) or who.is_class(obj) or who.forwards(cls):
            raise refuse_read(name)
        _check_shadowed(obj, cls, name)
    elif name in special.READERS:
        if name not in special.UPDATABLE or who.forwards(cls):
            raise refuse_read(name)
    elif kind_of(name) is not Kind.FREE and not who.is_pure(cls):
        _check_private(obj, cls, name)
        admit(special.instance_dict(obj).get(name), name)
    return obj


def _check_shadowed(obj: Any, cls: type, name: str) -> None:
    """Raise unless *name* is the object's or its own classes', in front of what a trusted base calls so."""
    for base, _ in who.lookup(cls, name):
        if who.is_own_class(base) or name in special.instance_dict(obj):
            return
        raise refuse_read(name)


def writable(obj: Any) -> Any:
    """Return *obj* when a script may set and delete its public attributes; raise AttributeError or TypeError
    if not.
    """
    cls = type(obj)
    if _writable_get(cls) is cls or _own_class(id(obj)) is obj:
        return obj
    special.check_writable(obj, cls)
    return obj


def store(obj: Any, name: str) -> Any:
    """Return *obj* when a script may set or delete its attribute *name*."""
    kind = kind_of(name)
    if kind is Kind.REFUSED:
        raise AttributeError(f"attribute {name!r} cannot be set by a script")
    if not name.startswith("_"):
        return writable(obj)
    special.check_store(obj, name, dunder=is_dunder(name))
    return obj


def write_attribute(obj: Any, name: str, value: Any) -> None:
    """Set attribute *name* of *obj* where a script may; raise AttributeError or TypeError where it may not."""
    store(obj, check_name(name))
    setattr(obj, name, value)


def delete_attribute(obj: Any, name: str) -> None:
    """Delete attribute *name* of *obj* where a script may; raise AttributeError or TypeError where it may
    not.
    """
    store(obj, check_name(name))
    delattr(obj, name)


def safe_format(template: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """Return `template.format(*args, **kwargs)`, each attribute in the template's fields read through the
    gate.

    *template* may be of a subclass of str, whose own methods are not asked. *kwargs* may be any mapping.
    """
    text = str.__str__(template)
    if type(kwargs) is dict and not reads_attributes(text):
        return text.format(*args, **kwargs)
    return format_safely(text, args, kwargs, read=read_attribute)


def safe_format_map(template: str, mapping: Mapping[str, Any]) -> str:
    """Return `template.format_map(mapping)`, each attribute in the template's fields read through the gate."""
    text = str.__str__(template)
    if not reads_attributes(text):
        return text.format_map(mapping)
    return format_safely(text, (), mapping, read=read_attribute)


def _format_unbound(self: str, /, *args: Any, **kwargs: Any) -> str:
    if not who.is_subclass(type(self), str):
        raise TypeError(f"descriptor 'format' for 'str' objects doesn't apply to a '{type(self).__name__}' object")
    return safe_format(self, args, kwargs)


def _format_map_unbound(self: str, mapping: Mapping[str, Any], /) -> str:
    if not who.is_subclass(type(self), str):
        raise TypeError(f"descriptor 'format_map' for 'str' objects doesn't apply to a '{type(self).__name__}' object")
    return safe_format_map(self, mapping)


_SAFE = {"format": _format_unbound, "format_map": _format_map_unbound}


def _safe_formatter(value: object) -> Callable[..., str] | None:
    """Return the safe form of *value* when it is `str.format` or `str.format_map`, bound or not, however
    reached.
    """
    if type(value) is types.BuiltinMethodType and who.is_subclass(type(value.__self__), str):
        safe = _SAFE.get(value.__name__)
        return None if safe is None else types.MethodType(safe, value.__self__)
    if type(value) is types.MethodDescriptorType and value.__objclass__ is str:
        return _SAFE.get(value.__name__)
    if type(value) is types.MethodType and type(value.__func__) is types.FunctionType:
        function = value.__func__
        # Threat: UserString.format calls str.format on text of the script's.
        if function.__globals__.get("__name__") == "collections" and function.__name__ in _SAFE:
            return types.MethodType(_SAFE[function.__name__], str(value.__self__))
    return None
