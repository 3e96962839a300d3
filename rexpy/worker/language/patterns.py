"""Untrusted process: class patterns of `match`, whose attribute reads are named by the script's classes at
run time.

`case Point(x, y)` reads the attributes that `Point.__match_args__` names; with a class of the script's own
that is text of its choice, read from any subject that its metaclass says is an instance. Each such class is
therefore replaced, for the match, by a stand-in with a checked copy of the names.
"""

from typing import Any, Final

from rexpy.worker.language import ownership as who
from rexpy.worker.language.names import Kind, kind_of

# CPython's Py_TPFLAGS: the class matches its whole subject with one positional pattern (int, str, list …).
_MATCH_SELF = 1 << 22
# Threat: `case Text(format=f)` with a subclass of str: what is read is not looked at again.
_RAW = frozenset({"format", "format_map", "mro", "vformat", "get_field"})
_MAX_REMEMBERED = 256
_ABSENT: Final = object()
_dict_of: Any = type.__dict__["__dict__"].__get__
_stand_ins: dict[int, tuple[type, tuple[str, ...] | None, tuple[str, ...], type]] = {}


class _StandIn(type):
    """A class that stands for another one in a pattern. No script ever holds it, so its state is its own."""

    real: type
    private: tuple[str, ...]

    def __instancecheck__(cls, subject: Any) -> bool:
        if not isinstance(subject, cls.real):
            return False
        # Threat: the metaclass of *real* calls anything its instance, a function or a module among them.
        if cls.private and not who.is_pure(type(subject)):
            raise TypeError(f"a pattern may read {cls.private[0]!r} only of an object whose class the script defines")
        return True


def pattern_class(cls: Any, *names: str) -> Any:
    """Return what stands for *cls* in a class pattern whose keywords include the guarded *names*."""
    known = _stand_ins.get(id(cls))
    if known is not None and known[0] is cls and known[2] == names:
        # A tuple of exact str cannot change: the same object is the same names.
        if known[1] is not None and _dict_of(cls).get("__match_args__") is known[1]:
            return known[3]
        if known[1] == _match_args(cls):
            return known[3]
    if not who.is_class(cls):
        return cls
    positional = _match_args(cls)
    guarded = [name for name in (*(positional or ()), *names) if kind_of(name) is not Kind.FREE]
    for name in guarded:
        if kind_of(name) is Kind.REFUSED or name.startswith("__") or name in _RAW:
            raise TypeError(f"a pattern may not read the attribute {name!r}")
    stand_in = _make(cls, positional, tuple(guarded))
    if len(_stand_ins) >= _MAX_REMEMBERED:
        _stand_ins.clear()
    _stand_ins[id(cls)] = (cls, positional, names, stand_in)
    return stand_in


def _match_args(cls: type) -> tuple[str, ...] | None:
    for base in who.mro(cls):
        value = who.class_dict(base).get("__match_args__", _ABSENT)
        if value is not _ABSENT:
            return _checked(cls, value)
    return None


def _checked(cls: type, value: Any) -> tuple[str, ...]:
    if type(value) is not tuple:
        raise TypeError(f"{cls.__name__}.__match_args__ must be a tuple (got {type(value).__name__})")
    for name in value:
        if type(name) is not str:
            raise TypeError(f"__match_args__ elements must be strings (got {type(name).__name__})")
    return value


def _make(cls: type, positional: tuple[str, ...] | None, guarded: tuple[str, ...]) -> type:
    bases: tuple[type, ...] = ()
    facts: dict[str, Any] = {"__slots__": ()}
    if positional is not None:
        facts["__match_args__"] = positional
    elif cls.__flags__ & _MATCH_SELF:
        bases = next(((base,) for base in who.mro(cls) if not who.is_own_class(base)), ())
    stand_in = _StandIn(type.__dict__["__name__"].__get__(cls), bases, facts)
    stand_in.real = cls
    stand_in.private = guarded
    return stand_in


class Held:
    """A value for a value pattern, which can only name an attribute."""

    __slots__ = ("v",)

    def __init__(self, v: Any) -> None:
        self.v = v


def never(*_: object) -> bool:
    """Return False: the guard of the case that only computes what the next one needs."""
    return False
