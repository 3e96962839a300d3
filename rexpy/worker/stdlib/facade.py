"""The object that a script gets for a module: a fixed set of names, read-only, with nothing behind it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final, NoReturn

_STREAMS: Final = frozenset(("stdin", "stdout", "stderr"))
_MISSING: Final = "module {module!r} has no attribute {name!r} for scripts"


class Facade:
    """Holds the names of one module that scripts may use.

    Not: a subclass of ModuleType; the language's guards hand no module to a script, whatever leads to it.

    # Invariant: no name leads to a module that is not a Facade. The real module is not an attribute of
    # anything here.
    # Threat: `AttributeError.obj` gives the object back; raised here, it gives the facade that the script
    # already has.
    """

    def __init__(self, name: str, names: Mapping[str, Any], doc: str | None = None) -> None:
        self.__dict__.update(names, __name__=name, __doc__=doc)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_MISSING.format(module=self.__name__, name=name), name=name, obj=self) from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"cannot set {name!r}: module {self.__name__!r} is read-only for scripts", name=name, obj=self
        )

    def __delattr__(self, name: str) -> None:
        raise AttributeError(
            f"cannot delete {name!r}: module {self.__name__!r} is read-only for scripts", name=name, obj=self
        )

    def __dir__(self) -> list[str]:
        return sorted(name for name in self.__dict__ if not name.startswith("_"))

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("cannot pickle 'module' object")


def bind_submodule(parent: Facade, name: str, child: Facade) -> None:
    """Make *child* the attribute *name* of *parent*, as importing `parent.name` does."""
    parent.__dict__[name] = child


def has_name(facade: Facade | SystemFacade, name: str) -> bool:
    """Return whether scripts may use *name* of *facade*."""
    return name in facade.__dict__ and not name.startswith("__")


class SystemFacade:
    """The module `sys`: fixed names as well, and the standard streams as they are now, which a script may
    set.

    Not: a subclass of ModuleType, which the language's guards never let a script write to.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        object.__getattribute__(self, "__dict__").update(names, __name__="sys", __doc__=None)

    def __getattr__(self, name: str) -> Any:
        if name in _STREAMS:
            return getattr(sys, name)
        raise AttributeError(_MISSING.format(module="sys", name=name), name=name, obj=self) from None

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _STREAMS:
            raise AttributeError(f"cannot set {name!r}: module 'sys' is read-only for scripts", name=name, obj=self)
        # Invariant: the worker itself writes through the channel, never through these.
        setattr(sys, name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete {name!r}: module 'sys' is read-only for scripts", name=name, obj=self)

    def __dir__(self) -> list[str]:
        return sorted([*(name for name in self.__dict__ if not name.startswith("_")), *_STREAMS])

    def __repr__(self) -> str:
        return "<module 'sys' (built-in)>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("cannot pickle 'module' object")


SystemFacade.__module__ = "sys"
SystemFacade.__name__ = SystemFacade.__qualname__ = "module"
