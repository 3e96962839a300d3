"""Where `dataclasses` looks the names of annotations up that are text: in the module that the class is from.

It asks `sys.modules`, where the script's own module is the worker's and modules of the owner's are none.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from rexpy.worker.stdlib.facade import Facade, LiveFacade
from rexpy.worker.stdlib.state import WORKER


class _Names:
    """The variables of a script's module, to look a name up in; a facade stands for the module behind it."""

    def __init__(self, variables: dict[str, Any]) -> None:
        self._variables = variables

    def get(self, name: str) -> Any:
        value: Any = self._variables.get(name)
        return sys.modules.get(value.__name__) if type(value) in (Facade, LiveFacade) else value


class _Module:
    """A script's module, as far as its `__dict__` is asked for a name."""

    __slots__ = ("_variables",)

    def __init__(self, variables: dict[str, Any]) -> None:
        self._variables = variables

    @property
    def __dict__(self) -> Any:  # type: ignore[override]
        return _Names(self._variables)


class _Modules:
    """`sys.modules` as `dataclasses` asks it where an annotation is text: the script's modules by their variables.

    # Invariant: no function that dataclasses makes has the variables of a script's module for its globals, which
    # would make it one of the script's own. So none of them is in here where that is asked.
    """

    def get(self, name: Any, default: Any = None) -> Any:
        variables = variables_of_module(name)
        return sys.modules.get(name, default) if variables is None else _Module(variables)

    def __contains__(self, name: Any) -> bool:
        return variables_of_module(name) is None and name in sys.modules

    def __getitem__(self, name: Any) -> Any:
        return sys.modules[name]


def variables_of_module(name: Any) -> dict[str, Any] | None:
    """Return the variables of the script's module *name*; None where it has none of that name."""
    if type(name) is not str:
        return None
    if name == "__main__":
        return WORKER.namespace
    own: Any = sys.modules.get("rexpy.worker.stdlib.own_modules")
    found: dict[str, Any] | None = None if own is None else own.by_name.get(name)
    return found


class _System:
    modules = _Modules()

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


def look_up_in_scripts(module: ModuleType) -> None:
    """Have *module*, `dataclasses`, find the variables of the script's modules."""
    module.__dict__["sys"] = _System()
