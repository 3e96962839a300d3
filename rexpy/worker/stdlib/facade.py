"""The object that a script gets for a module: a fixed set of names, read-only, with nothing behind it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any, Final, NoReturn

SETTABLE: Final = {
    "sys": frozenset(("stdin", "stdout", "stderr")),
    "tempfile": frozenset(("tempdir",)),
    "warnings": frozenset(("formatwarning", "showwarning")),
}
"""Module to the names that scripts may set: hooks that its documentation says may be set."""

LATER: Final = {
    "typing": {"get_type_hints": "rexpy.worker.stdlib.hints"},
    "unittest": {"IsolatedAsyncioTestCase": "unittest.async_case"},
}
"""Module to the names that are looked for when they are asked for, and the module that has each; it costs much to load.
"""

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
        _require(self, Facade)
        self.__dict__.update(names, __name__=name, __doc__=doc)

    def __getattr__(self, name: str) -> Any:
        home = LATER.get(self.__name__, {}).get(name)
        if home is not None:
            found = self.__dict__[name] = getattr(importlib.import_module(home), name)
            return found
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
        return sorted(name for name in (*self.__dict__, *LATER.get(self.__name__, ())) if not name.startswith("_"))

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("cannot pickle 'module' object")


def _require(obj: object, cls: type) -> None:
    # Threat: `type(json).__init__(x, …)` puts names of the script's choice into the dict of anything.
    if type(obj) is not cls or "__name__" in object.__getattribute__(obj, "__dict__"):
        raise TypeError("a module is made once, and not by scripts")


def bind_submodule(parent: Facade, name: str, child: Facade) -> None:
    """Make *child* the attribute *name* of *parent*, as importing `parent.name` does."""
    parent.__dict__[name] = child


def has_name(facade: Facade | LiveFacade, name: str) -> bool:
    """Return whether scripts may use *name* of *facade*."""
    if name in LATER.get(facade.__name__, ()):
        return True
    if type(facade) is LiveFacade and name in SETTABLE[facade.__name__]:
        return True
    return name in facade.__dict__ and not name.startswith("__")


class LiveFacade:
    """A module with names that scripts may set: what they set, the library's own code sees.

    Fixed names as in `Facade`; those in `SETTABLE` as they are in the real module now.

    Not: a subclass of ModuleType, which the language's guards never let a script write to.
    # Invariant: of `sys`, the worker itself uses none of them: it writes through the channel.
    """

    def __init__(self, name: str, names: Mapping[str, Any], doc: str | None = None) -> None:
        _require(self, LiveFacade)
        object.__getattribute__(self, "__dict__").update(names, __name__=name, __doc__=doc)

    def __getattr__(self, name: str) -> Any:
        if name in SETTABLE[self.__name__]:
            return getattr(sys.modules[self.__name__], name)
        raise AttributeError(_MISSING.format(module=self.__name__, name=name), name=name, obj=self) from None

    def __setattr__(self, name: str, value: object) -> None:
        if name not in SETTABLE[self.__name__]:
            raise AttributeError(
                f"cannot set {name!r}: of module {self.__name__!r} scripts may set "
                + ", ".join(sorted(SETTABLE[self.__name__])),
                name=name,
                obj=self,
            )
        setattr(sys.modules[self.__name__], name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(
            f"cannot delete {name!r}: module {self.__name__!r} is read-only for scripts", name=name, obj=self
        )

    def __dir__(self) -> list[str]:
        return sorted([*(name for name in self.__dict__ if not name.startswith("_")), *SETTABLE[self.__name__]])

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("cannot pickle 'module' object")


LiveFacade.__module__ = "sys"
LiveFacade.__name__ = LiveFacade.__qualname__ = "module"
