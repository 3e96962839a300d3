"""Modules that the attacks may import: raw stand-ins for trusted code, more careless than any real one."""

import os
import types


class Holder:
    """Keeps modules where careless code keeps them."""

    _os = os
    _Holder__secret = os
    public = "unchanged"

    def __init__(self) -> None:
        self._module = os


class _Helper:
    def method(self) -> None:
        pass


def fail() -> None:
    """Raise the AttributeError that carries a module."""
    os.no_such_attribute  # type: ignore[attr-defined]  # noqa: B018


def make_leaky() -> types.ModuleType:
    """Return the module `leaky`, new for each attack."""
    module = types.ModuleType("leaky")
    facts = {name: value for name, value in vars(Holder).items() if name not in ("__dict__", "__weakref__")}
    holder = type("Holder", (), facts)
    holder.__module__ = "leaky"
    error = types.FunctionType(fail.__code__, {"os": os, "__name__": "leaky"}, "fail")
    vars(module).update(Holder=holder, fail=error, number=1, bound=_Helper().method)
    return module


def make_leaky_star() -> types.ModuleType:
    """Return a module that exports, by `*`, a name which no source can spell."""
    module = types.ModuleType("leaky_star")
    vars(module)["guard read"] = lambda obj, name: print("PWNED", obj, name)
    vars(module)["__all__"] = ["guard read"]
    return module
