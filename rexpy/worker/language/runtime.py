"""Untrusted process: a script's namespace, and its execution; the project's only `exec`."""

import enum
import sys
from collections.abc import Mapping
from typing import Any

from rexpy.worker.language import builtins as table
from rexpy.worker.language import forwarding, names
from rexpy.worker.language.builtins import Importer
from rexpy.worker.language.compiler import Compiled
from rexpy.worker.language.ownership import register_namespace


class _NoValue(enum.Enum):
    NO_VALUE = enum.auto()

    def __repr__(self) -> str:
        return self.name


NO_VALUE = _NoValue.NO_VALUE


def new_namespace(
    *, importer: Importer, builtins: Mapping[str, object], name: str = "__main__", file: str | None = None
) -> dict[str, Any]:
    """Return the module variables of a script: the guards, safe builtins, and those of *builtins* above them.

    *importer* is called by each `import` with the module's name, the names wanted from it, and the level; it
    returns a facade, which has every name wanted, or raises. *name* becomes `__name__`; ValueError where it
    is that of a loaded module, whose classes would then count as the script's own.
    """
    if name != "__main__" and name in sys.modules:
        raise ValueError(f"{name!r} is the name of a loaded module")
    forwarding.close()
    namespace: dict[str, Any] = {"__name__": name, "__doc__": None, "__package__": None}
    if file is not None:
        namespace["__file__"] = file
    own = table.make(importer, namespace)
    for key, value in builtins.items():
        if key in names.HIDDEN or key in names.REFUSED_NAMES or key == "__import__":
            raise ValueError(f"{key!r} cannot be given as a builtin")
        own[key] = value
    namespace["__builtins__"] = own
    register_namespace(namespace, name)
    return namespace


def execute(compiled: Compiled, namespace: dict[str, Any]) -> object:
    """Run *compiled* in *namespace* and return the value of its last expression statement, or NO_VALUE.

    Raises whatever the script raises.
    """
    namespace.pop(names.VALUE, None)
    namespace.update(dict.fromkeys(compiled.sites))
    exec(compiled.code, namespace)  # noqa: S102 - the project's only one; the code holds the guards
    return namespace.pop(names.VALUE, NO_VALUE)
