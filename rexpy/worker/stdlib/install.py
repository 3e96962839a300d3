"""Puts the mediated functions where the standard library looks for them: in the real `os`, `io` and
`builtins`.
"""

from __future__ import annotations

import builtins
import importlib
import io
import os
from typing import Any, Final

from rexpy.worker.stdlib import buffers, entries, opening
from rexpy.worker.stdlib.os_table import ALIASES, MEDIATED, refused_names
from rexpy.worker.stdlib.process import Environ
from rexpy.worker.stdlib.refusals import refusal

_ABSENT: Final = object()


def mediated_os() -> dict[str, Any]:
    """Return what replaces the names of `os` that would reach the kernel."""
    table: dict[str, Any] = {}
    for module_name, names in MEDIATED.items():
        module = importlib.import_module(module_name)
        table.update({name: getattr(module, name) for name in names.split()})
    table.update({name: table[target] for name, target in ALIASES.items()})
    table.update({name: refusal(f"os.{name}", reason) for name, reason in refused_names().items()})
    # Invariant: only what this interpreter's os has; hasattr(os, "...") answers as it would without us.
    table = {name: value for name, value in table.items() if hasattr(os, name)}
    environ = Environ()
    table["environ"] = environ
    table["environb"] = {}
    table["supports_dir_fd"] = set()
    table["supports_effective_ids"] = set()
    table["supports_fd"] = {table[name] for name in ("stat", "truncate", "chdir", "listdir", "scandir", "statvfs")}
    table["supports_follow_symlinks"] = {table[name] for name in ("stat", "chown", "utime")}
    return table


def _open_code(path: Any) -> Any:
    return opening.open(path, "rb")


class Primitives:
    """The replacements, and what they replaced, so that the seal can still be applied between the two.

    `install` before the modules of the standard library are imported, `remove` while the seal is applied (its
    code needs the real `os`), `install` again for the script. Both are a few dictionary updates.
    """

    def __init__(self) -> None:
        self.os_names = mediated_os()
        self._changes: list[tuple[Any, dict[str, Any]]] = [
            (os, self.os_names),
            (os.path, {"realpath": entries.realpath}),
            (
                io,
                {
                    "open": opening.open,
                    "open_code": _open_code,
                    "FileIO": refusal("io.FileIO", "use open(path, 'rb', buffering=0)"),
                    "TextIOWrapper": buffers.TextIOWrapper,
                },
            ),
            (builtins, {"open": opening.open}),
        ]
        self._before: list[tuple[Any, dict[str, Any]]] = []

    @property
    def installed(self) -> bool:
        """Whether the mediated functions are in place."""
        return bool(self._before)

    def install(self) -> None:
        """Put every mediated function in place; without effect where they are."""
        if self._before:
            return
        for module, names in self._changes:
            self._before.append((module, {name: getattr(module, name, _ABSENT) for name in names}))
            module.__dict__.update(names)

    def remove(self) -> None:
        """Put the functions of the interpreter back."""
        for module, names in self._before:
            for name, value in names.items():
                if value is _ABSENT:
                    delattr(module, name)
                else:
                    setattr(module, name, value)
        self._before.clear()
