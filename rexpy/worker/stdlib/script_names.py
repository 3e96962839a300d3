"""Modules and what is in them, by a dotted name that is text, as the script's own import statement gives them."""

from __future__ import annotations

from typing import Any

from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.state import WORKER


def module_of(name: str) -> Any:
    """Return the module *name*; raises ImportError where the script cannot import it."""
    if type(name) is not str:
        raise TypeError("a module's name must be a str")
    if name == "__main__":
        from rexpy.worker.stdlib.safe_unittest import main_module

        return main_module()
    found = WORKER.namespace["__builtins__"]["__import__"](name)
    for part in name.split(".")[1:]:
        found = read_attribute(found, part)
    return found


def resolve(path: str) -> Any:
    """Return what the dotted *path* leads to: a module, then attributes that the script may read."""
    if type(path) is not str:
        raise TypeError("a dotted name must be a str")
    parts = path.split(".")
    for depth in range(len(parts), 0, -1):
        try:
            found = module_of(".".join(parts[:depth]))
        except ImportError:
            if depth == 1:
                raise
            continue
        for name in parts[depth:]:
            found = read_attribute(found, name)
        return found
    raise ImportError(f"no module in {path!r}")
