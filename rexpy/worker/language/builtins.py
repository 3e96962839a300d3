"""Untrusted process: the builtins of a script.

`type`, `super`, `object`, `property` and their like are CPython's own: what could be reached through them is
reached by an attribute, and the attribute is guarded. What takes an attribute's name as text, or reaches a
frame's variables, is replaced. `print`, `open` and `input` come from the library.
"""

import builtins
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

from rexpy.worker.language import guards, names
from rexpy.worker.language import ownership as who
from rexpy.worker.language.patterns import Held, never, pattern_class

Importer = Callable[[str, Sequence[str], int], object]
_MISSING: Final = object()
_HIDDEN_PREFIX: Final = "guard "
_NOT_FREE_PUBLIC = names.NOT_FREE_PUBLIC

_PLAIN = (
    "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr",
    "classmethod", "complex", "dict", "divmod", "enumerate", "filter", "float", "format", "frozenset", "hash",
    "hex", "id", "int", "isinstance", "issubclass", "iter", "len", "list", "map", "max", "memoryview", "min",
    "next", "object", "oct", "ord", "pow", "property", "range", "repr", "reversed", "round", "set", "slice",
    "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "zip", "Ellipsis", "NotImplemented",
    "__debug__",
)  # fmt: skip


def _getattr(obj: Any, name: str, default: Any = _MISSING, /) -> Any:
    """Return attribute *name* of *obj*, or *default*."""
    if type(name) is str and name[:1] != "_" and name not in _NOT_FREE_PUBLIC:
        return getattr(obj, name) if default is _MISSING else getattr(obj, name, default)
    if default is _MISSING:
        return guards.read_attribute(obj, name)
    try:
        return guards.read_attribute(obj, name)
    except AttributeError:
        return default


def _hasattr(obj: Any, name: str, /) -> bool:
    """Tell whether *obj* has an attribute *name* that a script may read."""
    if type(name) is str and name[:1] != "_" and name not in _NOT_FREE_PUBLIC:
        return hasattr(obj, name)
    try:
        guards.read_attribute(obj, name)
    except AttributeError:
        return False
    return True


def _setattr(obj: Any, name: str, value: Any, /) -> None:
    """Set attribute *name* of *obj*."""
    guards.write_attribute(obj, name, value)


def _delattr(obj: Any, name: str, /) -> None:
    """Delete attribute *name* of *obj*."""
    guards.delete_attribute(obj, name)


def _vars(obj: Any, /) -> Any:
    """Return the attributes of *obj*."""
    try:
        return guards.read_attribute(obj, "__dict__")
    except AttributeError:
        raise TypeError("vars() argument must have __dict__ attribute") from None


def _dir(*args: Any) -> list[str]:
    """Return the names of the attributes of an object or, without one, of the variables where it is called."""
    if args:
        return dir(*args)
    return sorted(name for name in sys._getframe(1).f_locals if not name.startswith(_HIDDEN_PREFIX))


def _leave(code: object = None, /) -> NoReturn:
    """End the script."""
    raise SystemExit(code)


_REPLACED: dict[str, Callable[..., Any]] = {
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "delattr": _delattr,
    "vars": _vars,
    "dir": _dir,
    "exit": _leave,
    "quit": _leave,
}
for _name, _function in _REPLACED.items():
    _function.__name__ = _function.__qualname__ = _name

_GUARDS: dict[str, Any] = {
    names.READ: guards.read_guarded,
    names.READ_PRIVATE: guards.read_private,
    names.OWN: guards.own,
    names.OWN_GET: who.OWN.get,
    names.WRITABLE: guards.writable,
    names.WRITABLE_GET: who.WRITABLE.get,
    names.STORE: guards.store,
    names.TYPE: type,
    names.PATTERN: pattern_class,
    names.HOLD: Held,
    # CPython's own, where the compiler saw a constant name that is harmless on every object.
    names.GETATTR: getattr,
    names.HASATTR: hasattr,
    names.NEVER: never,
}


def _exceptions() -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(builtins).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }


def make(importer: Importer, namespace: dict[str, Any]) -> dict[str, Any]:
    """Return the builtins, guards included, for the script whose module variables are *namespace*."""
    table: dict[str, Any] = {name: getattr(builtins, name) for name in _PLAIN}
    table |= _exceptions()
    table |= _REPLACED
    table |= _GUARDS
    table["__build_class__"] = builtins.__build_class__
    table["__import__"] = _make_import(importer)
    table[names.STAR] = _make_star(importer, namespace)
    table[names.KNOWN_OWN] = _make_known(who.OWN.get, namespace)
    table[names.KNOWN_WRITABLE] = _make_known(who.WRITABLE.get, namespace)
    return table


def _make_known(get: Callable[[type], type | None], namespace: dict[str, Any]) -> Callable[[object, str], bool]:
    def known(obj: object, site: str) -> bool:
        cls = type(obj)
        if get(cls) is not cls:
            return False
        namespace[site] = cls
        return True

    return known


def _make_import(importer: Importer) -> Callable[..., Any]:
    def __import__(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        wanted = _require_names(name, fromlist, level)
        module = _require_facade(importer(name, wanted, level), name)
        # Threat: when a module has no such attribute, the interpreter looks for `<__name__>.<attribute>`
        # among the worker's real modules. So nothing is left to be missing.
        for attribute in wanted:
            _require_attribute(module, attribute, name)
        if not wanted:
            inner: Any = module
            for attribute in name.split(".")[1:]:
                inner = _require_attribute(inner, attribute, name)
        return module

    return __import__


def _require_names(name: object, fromlist: object, level: object) -> tuple[str, ...]:
    """Return the names wanted from a module; raise TypeError unless all is exact text and a number."""
    wanted = tuple(fromlist) if isinstance(fromlist, tuple | list) else ()
    if type(name) is not str or type(level) is not int or any(type(entry) is not str for entry in wanted):
        raise TypeError("__import__() needs str names and an int level")
    return wanted


def _require_facade(value: object, name: str) -> object:
    """Return *value*; raise ImportError when it is a module that the worker itself runs on."""
    # Threat: a real module in the hands of the script is all that the library's facades are there to prevent.
    if isinstance(value, types.ModuleType) and any(entry is value for entry in sys.modules.values()):
        raise ImportError(f"{name!r} is not available to scripts", name=name)
    return value


def _require_attribute(module: Any, attribute: str, name: str) -> Any:
    try:
        return _require_facade(guards.read_attribute(module, attribute), name)
    except AttributeError:
        raise ImportError(f"cannot import name {attribute!r} from {name!r}", name=name) from None


def _make_star(importer: Importer, namespace: dict[str, Any]) -> Callable[[str, int], None]:
    def import_star(name: str, level: int) -> None:
        module: Any = importer(name, ("*",), level)
        wanted = getattr(module, "__all__", None)
        if wanted is None:
            wanted = [entry for entry in dir(module) if not entry.startswith("_")]
        for entry in wanted:
            # Threat: a name that is no identifier could be one of the guards'.
            if type(entry) is not str or not entry.isidentifier() or entry in names.REFUSED_NAMES:
                raise ImportError(f"cannot import name {entry!r} from {name!r}", name=name)
            namespace[entry] = _require_attribute(module, entry, name)

    return import_star


__all__ = ["Importer", "make"]
