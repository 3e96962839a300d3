"""Untrusted process: special attributes that are harmless on the script's own objects and nowhere else."""

import types
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from rexpy.worker.language import ownership as who
from rexpy.worker.language.admission import admit, free_attributes, refuse_read
from rexpy.worker.language.names import GUARDED_PUBLIC, Kind, kind_of

_ANYBODYS = frozenset({list, dict, set, frozenset, tuple, str, bytes, bytearray, int, float})

Reader = Callable[[Any, str], Any]

_super_class: Any = super.__dict__["__thisclass__"].__get__
_super_self: Any = super.__dict__["__self__"].__get__
_super_type: Any = super.__dict__["__self_class__"].__get__
_PROXIES: tuple[type, ...] = (weakref.ProxyType, weakref.CallableProxyType)
# Not: `__class__` (an object would pass for trusted code's own) and `__bases__` (a class checked once would
# inherit from something else later).
_NEVER_STORED = frozenset({"__class__", "__bases__", "__base__", "__mro__", "__subclasses__", "__self__", "__func__"})
_ON_EXCEPTIONS = frozenset({"__cause__", "__context__", "__suppress_context__", "__notes__"})


def super_subject(obj: Any) -> tuple[type, Any, type]:
    """Return the class, the object and the object's class that a `super` object was made with."""
    return _super_class(obj), _super_self(obj), _super_type(obj)


def read_super(obj: Any, name: str, allowed: Callable[[type, str, object], bool]) -> Any:
    """Return `super()._name` when the object is the script's and *allowed* says so of what the name leads to."""
    start, _, cls = super_subject(obj)
    if cls is None or not who.is_own_class(cls):
        raise refuse_read(name)
    order = who.mro(cls)
    index = next((number for number, base in enumerate(order) if base is start), len(order))
    for base in order[index + 1 :]:
        facts = who.class_dict(base)
        if name in facts:
            if not allowed(base, name, facts[name]):
                raise refuse_read(name)
            return getattr(obj, name)
    raise AttributeError(f"'super' object has no attribute {name!r}")


def instance_dict(obj: object) -> Mapping[str, Any]:
    """Return the attributes of *obj* itself, without running its class's code; empty when it has none."""
    for base in who.mro(type(obj)):
        found = who.class_dict(base).get("__dict__")
        if type(found) is types.GetSetDescriptorType:
            result = found.__get__(obj)
            return result if type(result) is dict else {}
    return {}


def _read_dict(obj: Any, name: str) -> Any:
    cls = type(obj)
    if who.is_class(obj):
        if not who.is_own_class(obj):
            if not who.is_harmless_base(obj):
                raise refuse_read(name)
            # What a walk along the bases of the script's classes meets: no more than may be read one by one.
            return types.MappingProxyType(dict(free_attributes(obj)))
        # Not: the class's own proxy. `proxy == x` hands the dict behind it to `x.__eq__`.
        return types.MappingProxyType(dict(who.class_dict(obj)))
    if who.is_own_function(obj) or who.is_open(cls):
        return obj.__dict__
    if who.is_own_class(cls) and not who.forwards(cls):
        for base, value in who.lookup(cls, name):
            if type(value) is types.GetSetDescriptorType:
                return value.__get__(obj)
            if who.is_own_class(base):
                return getattr(obj, name)
            break
        else:
            raise AttributeError(f"{cls.__name__!r} object has no attribute '__dict__'")
    raise refuse_read(name)


def _visible(entry: type, own_bases: set[int]) -> bool:
    return who.is_own_class(entry) or who.is_harmless_base(entry) or id(entry) in own_bases


def _read_bases(obj: Any, name: str) -> Any:
    """Return `__mro__`, `__bases__` or `__base__` of a class of the script, when it shows nothing but what it
    named.
    """
    if not who.is_class(obj) or not who.is_own_class(obj):
        raise refuse_read(name)
    value = getattr(obj, name)
    entries = value if type(value) is tuple else (value,)
    named = {
        id(base) for cls in who.mro(obj) if who.is_own_class(cls) for base in type.__dict__["__bases__"].__get__(cls)
    }
    if all(_visible(entry, named) for entry in entries):
        return value
    raise refuse_read(name)


def _read_subclasses(obj: Any, name: str) -> Any:
    if not who.is_class(obj) or not who.is_own_class(obj) or not who.has_trusted_meta(obj):
        raise refuse_read(name)

    def subclasses() -> list[type]:
        return [cls for cls in type.__subclasses__(obj) if who.is_own_class(cls)]

    return subclasses


def _read_mro(obj: Any, name: str) -> Any:
    order = _read_bases(obj, "__mro__")
    return lambda: list(order)


def _read_function_part(obj: Any, name: str) -> Any:
    """Return `__func__`, `__self__` or `__wrapped__` where it leads to a function of the script."""
    cls = type(obj)
    if name == "__wrapped__" or cls in (classmethod, staticmethod):
        value = getattr(obj, name)
        if who.is_own_function(value) or (who.is_class(value) and who.is_own_class(value)):
            return value
    elif cls is types.MethodType and who.is_own_function(obj.__func__):
        return obj.__func__ if name == "__func__" else obj.__self__
    # Threat: `len.__self__` is the module of the builtins. Containers and texts are anybody's.
    builtin = name == "__self__" and cls in (types.BuiltinMethodType, types.MethodWrapperType)
    if builtin and type(obj.__self__) in _ANYBODYS:
        return obj.__self__
    raise refuse_read(name)


def _read_annotations(obj: Any, name: str) -> Any:
    cls = type(obj)
    subject = obj.__func__ if cls is types.MethodType else obj
    if who.is_own_function(subject) or (who.is_class(subject) and who.is_own_class(subject)) or who.is_pure(cls):
        return getattr(subject, name)
    raise refuse_read(name)


def _read_state(obj: Any, name: str) -> Any:
    """Return `__getstate__` of an object of the script's, or a function of the script's by that name."""
    # Threat: by its class, `object.__getstate__` takes anything, and gives the dict of a class: each raw method.
    if who.is_class(obj):
        found = [value for _, value in who.lookup(obj, name)]
        if found and who.is_own_function(found[0]):
            return getattr(obj, name)
        raise refuse_read(name)
    subject = super_subject(obj)[1] if type(obj) is super else obj
    cls = type(subject)
    if who.is_class(subject) or not who.is_own_class(cls) or who.forwards(cls):
        raise refuse_read(name)
    return admit(getattr(obj, name), name)


def _read_raw_access(obj: Any, name: str) -> Any:
    """Return a safe form of `__getattribute__`, `__setattr__` or `__delattr__`, bound or not as it was asked."""
    value = getattr(obj, name)
    if type(value) is types.MethodWrapperType:
        return types.MethodType(_safe_slot(name, value.__objclass__), value.__self__)
    if type(value) is types.WrapperDescriptorType:
        return _safe_slot(name, value.__objclass__)
    function = value.__func__ if type(value) is types.MethodType else value
    if who.is_own_function(function) or (type(function) is types.FunctionType and _is_of_own_class(obj, function)):
        return value
    raise refuse_read(name)


def _is_of_own_class(obj: Any, function: types.FunctionType) -> bool:
    """Tell whether *function* (of a frozen dataclass, say) was put into a class of the script."""
    cls = obj if who.is_class(obj) else super_subject(obj)[2] if type(obj) is super else type(obj)
    name = function.__name__
    return any(base for base, value in who.lookup(cls, name) if value is function and who.is_own_class(base))


def _safe_slot(name: str, cls: type) -> Callable[..., Any]:
    # The slots as `cls` has them, so that `type.__setattr__` and `object.__setattr__` stay what they are.
    raw = who.class_dict(cls)[name]

    def __getattribute__(self: Any, name: str, /) -> Any:
        _require_text(name)
        kind = kind_of(name)
        if kind is Kind.REFUSED:
            raise refuse_read(name)
        if kind is not Kind.FREE:
            if name in READERS and name != "__dict__":
                return READERS[name](self, name)
            if not who.is_pure(type(self)) or name in GUARDED_PUBLIC:
                raise refuse_read(name)
        return admit(raw(self, name), name)

    def __setattr__(self: Any, name: str, value: Any, /) -> None:
        check_by_text(self, name)
        raw(self, name, value)

    def __delattr__(self: Any, name: str, /) -> None:
        check_by_text(self, name)
        raw(self, name)

    safe: dict[str, Callable[..., Any]] = {
        "__getattribute__": __getattribute__,
        "__setattr__": __setattr__,
        "__delattr__": __delattr__,
    }
    return safe[name]


def _require_text(name: object) -> None:
    if type(name) is not str:
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")


def check_by_text(obj: Any, name: str) -> None:
    """Raise unless a script may set or delete attribute *name* of *obj*."""
    _require_text(name)
    if kind_of(name) is Kind.REFUSED:
        raise AttributeError(f"attribute {name!r} cannot be set by a script")
    if name.startswith("_"):
        check_store(obj, name, dunder=name.startswith("__") and name.endswith("__"))
    else:
        check_writable(obj, type(obj))


def check_writable(obj: Any, cls: type) -> None:
    """Raise unless a script may set and delete public attributes of *obj*, whose class is *cls*."""
    if who.is_class(obj):
        if not who.is_own_class(obj):
            raise TypeError(f"cannot set attributes of {obj.__name__!r}, a class that the script did not define")
        who.remember_class(obj)
        return
    if who.is_own_class(cls):
        if who.is_pure(cls):
            who.remember(cls)
        return
    if cls is types.FunctionType:
        if not who.is_own_function(obj):
            raise AttributeError(
                f"cannot set attributes of {obj.__name__!r}, a function that the script did not define"
            )
        return
    if who.is_subclass(cls, types.ModuleType):
        raise AttributeError("cannot set attributes of a module")
    # Threat: a weak proxy forwards the write to a class or module behind it.
    if any(cls is proxy for proxy in _PROXIES):
        raise AttributeError("cannot set attributes through a weak proxy")
    module, name = who.module_and_name(cls)
    # Threat: an alias of typing forwards the write to the class that it stands for.
    if module == "typing":
        raise AttributeError(f"cannot set attributes of a {name!r} object of typing")
    if who.is_closed(cls) or (module.partition(".")[0] == "rexpy" and not who.is_open(cls)):
        raise AttributeError(f"cannot set attributes of a {name!r} object")
    who.remember_writable(cls)


def check_store(obj: Any, name: str, *, dunder: bool) -> None:
    """Raise unless a script may set and delete `_name` or, with *dunder*, `__name__` of *obj*."""
    cls = type(obj)
    if not (dunder and name in _NEVER_STORED):
        if who.is_class(obj):
            if who.is_own_class(obj):
                return
        elif who.is_own_class(cls):
            if who.is_pure(cls):
                who.remember(cls)
            return
        elif (
            who.is_own_function(obj)
            or who.is_open(cls)
            or (not dunder and who.is_module_class(cls))
            or (name in _ON_EXCEPTIONS and who.is_subclass(cls, BaseException))
            or (not dunder and who.has_no_private(cls))
        ):
            return
    raise AttributeError(f"attribute {name!r} of this object cannot be set by a script")


READERS: dict[str, Reader] = {
    "__dict__": _read_dict,
    "__mro__": _read_bases,
    "__bases__": _read_bases,
    "__base__": _read_bases,
    "__subclasses__": _read_subclasses,
    "__func__": _read_function_part,
    "__self__": _read_function_part,
    "__wrapped__": _read_function_part,
    "__annotations__": _read_annotations,
    "__getstate__": _read_state,
    "__getattribute__": _read_raw_access,
    "__setattr__": _read_raw_access,
    "__delattr__": _read_raw_access,
}
# Read and written in place by the interpreter: what these give of an own object is the object's own.
UPDATABLE = frozenset({"__dict__", "__annotations__"})
MRO_READER: Reader = _read_mro
