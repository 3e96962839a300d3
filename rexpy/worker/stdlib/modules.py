"""Builds, when a script imports it, the facade of a module from the tables of names."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from types import ModuleType
from typing import Any, Final

from rexpy.worker.stdlib import catalogue_pure, catalogue_system, os_table
from rexpy.worker.stdlib.facade import SETTABLE, Facade, LiveFacade, bind_submodule, has_name
from rexpy.worker.stdlib.substitutes import PROVIDED, SIGNAL_NAMES, SUBSTITUTES, SYSTEM_NAMES, SYSTEM_SAFE
from rexpy.worker.stdlib.unavailable import explain

CATALOGUE: Final = {**catalogue_pure.NAMES, **catalogue_system.NAMES}
REAL_NAME: Final = {"os.path": "posixpath"}
"""Facade to the real module's name, where they differ."""

INTERNAL: Final = frozenset(("_strptime",))
"""What C code imports in the script's name (`datetime.strptime`); the real module is loaded, the script
gets no name of it.
"""

BROUGHT_ALONG: Final = {"collections": ("abc",), "json": ("decoder", "encoder"), "os": ("path",)}
"""Package to the submodules that importing it imports: `json.decoder.JSONDecodeError` needs no import of its own."""

SUBMODULE_ONLY: Final = frozenset(("concurrent", "email.mime", "urllib", "xml", "xml.etree", "xml.sax"))
"""Packages that hold nothing but their submodules."""


def is_available(name: str) -> bool:
    """Return whether scripts may import the module *name*."""
    return name in ("os", "sys", "os.path") or name in CATALOGUE or name in INTERNAL


def available() -> list[str]:
    """Return the names of the modules that scripts may import."""
    # Of `__future__` the language lets a script have names only.
    return sorted({"os", "os.path", "sys", *CATALOGUE} - {"__future__"})


class Imported:
    """`sys.modules` of a script: what it imported, by name, to look at.

    # Not: the table itself, nor a proxy of it, which hands the table to whatever it is compared with.
    """

    __slots__ = ("_get",)

    def __init__(self, facades: Mapping[str, Any]) -> None:
        def get() -> dict[str, Any]:
            from rexpy.worker.stdlib.safe_unittest import main_module

            own: Any = sys.modules.get("rexpy.worker.stdlib.own_modules")
            loaded = {} if own is None else own.loaded_modules()
            return {**facades, **loaded, "__main__": main_module()}

        self._get = get

    def __getitem__(self, name: Any) -> Any:
        return self._get()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._get()

    def __iter__(self) -> Iterator[str]:
        return iter(self._get())

    def __len__(self) -> int:
        return len(self._get())

    def get(self, name: Any, default: Any = None) -> Any:
        return self._get().get(name, default)

    def keys(self) -> KeysView[str]:
        return self._get().keys()

    def values(self) -> ValuesView[Any]:
        return self._get().values()

    def items(self) -> ItemsView[str, Any]:
        return self._get().items()


class Modules:
    """The facades of one run, each built once."""

    def __init__(self, argv: Sequence[str], os_names: Mapping[str, Any]) -> None:
        self._facades: dict[str, Facade | LiveFacade] = {}
        self._argv = list(argv)
        self._os_names = os_names

    def import_module(self, name: str, fromlist: Sequence[str], level: int) -> Facade | LiveFacade:
        """Return what an import statement binds: the top package, or with *fromlist* the module itself.

        Raises ModuleNotFoundError, which says what serves instead; ImportError for a name that is not there.
        """
        if level:
            raise ImportError("attempted relative import with no known parent package")
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            self._facade(".".join(parts[:depth]), asked=name)
        if not fromlist:
            return self._facades[parts[0]]
        facade = self._facades[name]
        for wanted in fromlist:
            self._require(facade, name, wanted)
        return facade

    def _require(self, facade: Facade | LiveFacade, module: str, wanted: str) -> None:
        if wanted == "*" or has_name(facade, wanted):
            return
        if is_available(f"{module}.{wanted}"):
            self._facade(f"{module}.{wanted}", asked=module)
            return
        # Threat: left to the interpreter, `from json import scanner` finds the worker's own
        # sys.modules["json.scanner"].
        raise ImportError(f"cannot import name {wanted!r} from {module!r}: it is not available to scripts", name=module)

    def _facade(self, name: str, *, asked: str) -> Facade | LiveFacade:
        facade = self._facades.get(name)
        if facade is None:
            if not is_available(name):
                raise ModuleNotFoundError(explain(asked), name=name)
            facade = self._facades[name] = self._build(name)
            for inner in BROUGHT_ALONG.get(name, ()):
                self._facade(f"{name}.{inner}", asked=name)
            parent, _, leaf = name.rpartition(".")
            if parent and isinstance(facade, Facade):
                above = self._facades[parent]
                assert isinstance(above, Facade)
                bind_submodule(above, leaf, facade)
        return facade

    def _build(self, name: str) -> Facade | LiveFacade:
        if name == "sys":
            return self._system()
        if name in SUBMODULE_ONLY:
            return Facade(name, {})
        if name == "os":
            return Facade(name, self._operating_system(), os.__doc__)
        try:
            real = importlib.import_module(PROVIDED.get(name) or REAL_NAME.get(name, name))
        except ImportError:
            raise ModuleNotFoundError(explain(name), name=name) from None
        names = {} if name in INTERNAL else pick(real, name)
        substitute(names, name)
        if hasattr(real, "__all__"):
            names["__all__"] = [entry for entry in real.__all__ if entry in names]
        if name in SETTABLE:
            return LiveFacade(
                name, {key: value for key, value in names.items() if key not in SETTABLE[name]}, real.__doc__
            )
        return Facade(name if name in PROVIDED else real.__name__, names, real.__doc__)

    def _operating_system(self) -> dict[str, Any]:
        names = {name: value for name, value in vars(os).items() if os_table.is_constant(name, value)}
        kept = (os_table.HARMLESS - os_table.HIDDEN) | os_table.DATA - {"path"}
        names.update({name: getattr(os, name) for name in kept if hasattr(os, name)})
        names.update({name: value for name, value in self._os_names.items() if hasattr(os, name)})
        names["name"] = os.name
        substitute(names, "os")
        names["__all__"] = [name for name in os.__all__ if name in names]
        return names

    def _system(self) -> LiveFacade:
        names = {name: getattr(sys, name) for name in SYSTEM_NAMES.split() if hasattr(sys, name)}
        names.update({name: _resolve(target) for name, target in SYSTEM_SAFE.items()})
        names.update({name: getattr(sys, name) for name in ("__stdin__", "__stdout__", "__stderr__")})
        names["modules"] = Imported(self._facades)
        names.update(argv=self._argv, path=[], warnoptions=[], executable="", prefix="", exec_prefix="")
        return LiveFacade("sys", names)


def pick(real: ModuleType, name: str) -> dict[str, Any]:
    """Return the names of *real* that the catalogue lists for the facade *name*, those that this
    interpreter has.

    # Invariant: a module never passes, whatever a table says.
    """
    listed = CATALOGUE[REAL_NAME.get(name, name)]
    if listed != "*":
        wanted = listed.split()
    elif name == "signal":
        wanted = [entry for entry in vars(real) if entry in SIGNAL_NAMES or (entry[:3] == "SIG" and entry[3] != "_")]
    else:
        wanted = [entry for entry in vars(real) if not entry.startswith("_")]
    found = {entry: getattr(real, entry) for entry in wanted if hasattr(real, entry)}
    return {entry: value for entry, value in found.items() if not isinstance(value, ModuleType)}


def substitute(names: dict[str, Any], module: str) -> None:
    """Replace in *names* what scripts get in a safe form."""
    for name, target in SUBSTITUTES.get(module, {}).items():
        names[name] = _resolve(target)


def _resolve(target: str) -> Any:
    module, _, attribute = target.partition(":")
    return getattr(importlib.import_module(module), attribute)
