"""Untrusted process: whose object is it, the script's or trusted code's.

A class is the script's own when its `__module__`, as the class statement set it, is the name of a namespace
made for a script; a function is, when its globals are such a namespace. Trusted objects cannot be made to
look so: the guards refuse to write to them.
"""

import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final

_mro_of: Any = type.__dict__["__mro__"].__get__
_dict_of: Any = type.__dict__["__dict__"].__get__
_module_of: Any = type.__dict__["__module__"].__get__
_qualname_of: Any = type.__dict__["__qualname__"].__get__
_ABSENT: Final = object()

_modules: set[str] = set()
_namespaces: dict[int, dict[str, Any]] = {}

# Exact dicts from a class to itself: the compiled script looks a class up in them in line. Not: sets, because
# a metaclass whose __eq__ lies would make one class pass for another; `found is asked` cannot be lied to.
OWN: dict[type, type] = {}
WRITABLE: dict[type, type] = {}

# Classes of the script's own, by identity: of any kind, and those of which every attribute may be read.
CLASSES: dict[int, type] = {}
PURE_CLASSES: dict[int, type] = {}

_HARMLESS_TYPES: frozenset[type] = frozenset({
    object, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, property, classmethod,
    staticmethod, enumerate, zip, map, filter, reversed,
})  # fmt: skip
# Exact classes whose instances have no private attribute, and no dict that trusted code puts one into. A script may
# ask for one, and gets CPython's own error.
_WITHOUT_PRIVATE: frozenset[type] = frozenset({
    object, int, bool, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, type(None), range,
    slice, property, types.GeneratorType, types.CoroutineType, types.BuiltinFunctionType,
})  # fmt: skip
# Classes of these modules hold no module object and no handle in any attribute, so a script's subclass of one
# is as open to the script as its other classes.
_HARMLESS_MODULES = frozenset({
    "abc", "enum", "numbers", "collections", "collections.abc", "_collections_abc", "datetime", "decimal", "fractions",
    "json.encoder", "json.decoder", "argparse",
})  # fmt: skip
# Not: all of typing, whose aliases forward attribute access to the class that they stand for.
_HARMLESS_CLASSES = frozenset({
    ("typing", "Generic"), ("typing", "Protocol"), ("types", "SimpleNamespace"), ("string", "Template"),
    ("contextlib", "AbstractContextManager"), ("contextlib", "AbstractAsyncContextManager"),
    ("contextlib", "ContextDecorator"),
})  # fmt: skip
# Modules whose classes ordinary programs extend by calling and overriding private methods. What those read and write by
# computed names passes the guards (stdlib.adjust), and none of them leads to a module or a frame.
_EXTENDED_MODULES = frozenset({
    "calendar", "configparser", "html.parser", "_markupbase", "ipaddress", "logging", "logging.handlers", "optparse",
    "pprint", "queue", "random", "reprlib", "sched", "shlex", "string", "textwrap", "unittest.case",
    "xml.etree.ElementTree", "asyncio.queues",
})  # fmt: skip
# Static classes of those modules that forward attribute access to an object of the script's choice.
_FORWARDING: frozenset[type] = frozenset({super, types.GenericAlias, types.ModuleType, types.MethodType})
_TRUSTED_META: dict[type, None] = {type: None}
# Invariant: by identity. A class of the script's can call itself argparse.Namespace.
_OPEN: dict[int, type] = {id(types.SimpleNamespace): types.SimpleNamespace}
_MODULES: dict[int, type] = {}
_CLOSED: dict[int, type] = {}
_HEAP_TYPE = 1 << 9


def register_namespace(namespace: dict[str, Any], name: str) -> None:
    """Make *namespace* known as a script's, and *name* as the module name of a script's classes."""
    _namespaces[id(namespace)] = namespace
    _modules.add(name)


def declare_open(cls: type) -> None:
    """Let scripts read and write every attribute of instances of the trusted class *cls*, also private ones.

    For plain records whose fields are the user's (`argparse.Namespace`).
    """
    _OPEN[id(cls)] = cls


def declare_module(cls: type) -> None:
    """Let scripts read and write, by private names too, what instances of the trusted class *cls* show.

    For modules of the owner's own (`stdlib.own_modules`), which decide themselves by name what they show; all of it is
    the script's own. Their `__dict__` stays closed.
    """
    _MODULES[id(cls)] = cls


def is_module_class(cls: type) -> bool:
    """Tell whether *cls* was declared to be the class of the owner's own modules."""
    return id(cls) in _MODULES


def declare_closed(cls: type) -> None:
    """Let scripts write no attribute of instances of the trusted class *cls*."""
    _CLOSED[id(cls)] = cls


def is_closed(cls: type) -> bool:
    """Tell whether *cls* is, or derives from, a trusted class that was declared closed."""
    return any(id(base) in _CLOSED for base in mro(cls))


def mro(cls: type) -> tuple[type, ...]:
    """Return the classes of *cls* in order, without running code of its metaclass."""
    result: tuple[type, ...] = _mro_of(cls)
    return result


def class_dict(cls: type) -> Mapping[str, Any]:
    """Return the attributes of *cls* itself, without running code of its metaclass."""
    result: Mapping[str, Any] = _dict_of(cls)
    return result


def is_class(obj: object) -> bool:
    """Tell whether *obj* really is a class, whatever its `__class__` says."""
    return type in mro(type(obj))


def is_subclass(cls: type, base: type) -> bool:
    """Tell whether *cls* really derives from *base*, without asking a metaclass."""
    return any(entry is base for entry in mro(cls))


def is_own_class(cls: type) -> bool:
    """Tell whether a script made *cls*."""
    if not cls.__flags__ & _HEAP_TYPE:
        return False
    module = class_dict(cls).get("__module__")
    return type(module) is str and module in _modules


def is_namespace(variables: object) -> bool:
    """Tell whether *variables* are the module variables of a script."""
    return id(variables) in _namespaces


def is_own_function(obj: object) -> bool:
    """Tell whether *obj* is a Python function that a script made."""
    return type(obj) is types.FunctionType and id(obj.__globals__) in _namespaces


def module_and_name(cls: type) -> tuple[str, str]:
    """Return where *cls* says it comes from; to be trusted for classes that are not the script's own."""
    return _module_of(cls), _qualname_of(cls)


def is_open(cls: type) -> bool:
    """Tell whether *cls* is a trusted class that was declared open, or `argparse.Namespace`."""
    return id(cls) in _OPEN or cls is getattr(sys.modules.get("argparse"), "Namespace", None)


def has_no_private(cls: type) -> bool:
    """Tell whether instances of *cls* have no private attribute but those that a script gave them."""
    static = not cls.__flags__ & _HEAP_TYPE
    return static and (cls in _WITHOUT_PRIVATE or is_subclass(cls, BaseException))


def forwards(cls: type) -> bool:
    """Tell whether instances of *cls* answer with attributes of another object before their own."""
    return any(base is entry for base in mro(cls) for entry in _FORWARDING)


def is_harmless_base(cls: type) -> bool:
    """Tell whether inheriting from the trusted class *cls* brings a script nothing that it must not read."""
    if cls in _HARMLESS_TYPES:
        return True
    if any(cls is entry for entry in _FORWARDING):
        return False
    if is_subclass(cls, type):
        return False
    if is_subclass(cls, BaseException) and not cls.__flags__ & _HEAP_TYPE:
        return True
    named = module_and_name(cls)
    return named[0] in _HARMLESS_MODULES or named in _HARMLESS_CLASSES


def is_extended(cls: type) -> bool:
    """Tell whether a script may read the private methods of the trusted class *cls* through a subclass of its own."""
    return module_and_name(cls)[0] in _EXTENDED_MODULES


def is_pure(cls: type) -> bool:
    """Tell whether *cls* is the script's own and all that it inherits is its own or harmless."""
    if not is_own_class(cls):
        return False
    return all(is_own_class(base) or is_harmless_base(base) for base in mro(cls)[1:])


def has_trusted_meta(cls: type) -> bool:
    """Tell whether the class of *cls* is `type` or a metaclass of trusted code."""
    meta = type(cls)
    if meta is type:
        return True
    return not any(is_own_class(entry) for entry in mro(meta))


def lookup(cls: type, name: str) -> Iterator[tuple[type, Any]]:
    """Yield each class of *cls* that defines *name*, with what it defines, without running any code."""
    for base in mro(cls):
        value = class_dict(base).get(name, _ABSENT)
        if value is not _ABSENT:
            yield base, value


def remember(cls: type) -> None:
    """Note a class whose instances the compiled script may read and write without a call."""
    # Not: classes with a metaclass of the script's own, whose __hash__ would run inside the dict.
    if has_trusted_meta(cls):
        OWN[cls] = cls
        WRITABLE[cls] = cls


def remember_class(cls: type) -> None:
    """Note a class of the script's own, which the script may write, and read when it is pure."""
    CLASSES[id(cls)] = cls
    if type(cls) is type and is_pure(cls):
        PURE_CLASSES[id(cls)] = cls


def remember_writable(cls: type) -> None:
    """Note a class whose instances the compiled script may write, by public names, without a call."""
    if has_trusted_meta(cls):
        WRITABLE[cls] = cls
