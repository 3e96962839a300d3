"""What the worker remembers of the one run that it serves: the channel, the working directory, the open
files.
"""

from __future__ import annotations

import posix
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rexpy.worker.stdlib.files import WireFile

DEFAULT_UMASK: Final = 0o022
"""The umask that a login shell starts with on every mainstream distribution."""

FIRST_DESCRIPTOR: Final = 3
"""0, 1 and 2 are the script's standard streams."""


def _not_connected(*_args: object) -> Any:
    raise RuntimeError("the worker's library was used before it was given a channel")


class WorkerState:
    """Holds the state of the run; a worker serves one run, so there is one instance, `WORKER`.

    `ask`, `cast` and `output` are the channel's own methods, bound once: a lookup less on every operation.
    """

    __slots__ = (
        "abandoned",
        "ask",
        "ask_into",
        "cast",
        "channel",
        "cwd",
        "descriptors",
        "fetch",
        "home",
        "main",
        "namespace",
        "output",
        "pid",
        "place",
        "real_place",
        "redacted",
        "script",
        "umask",
        "writers",
    )

    def __init__(self) -> None:
        self.ask: Callable[..., list[Any]] = _not_connected
        self.ask_into: Callable[..., int] = _not_connected
        self.cast: Callable[..., None] = _not_connected
        self.fetch: Callable[..., list[Any]] = _not_connected
        self.channel: Any = None
        self.namespace: dict[str, Any] = {}
        self.main: Any = None
        self.output: Callable[[int, str], None] = _not_connected
        self.cwd = "/"
        self.home = "/"
        """Where the run began: a path without links."""
        self.place = self.real_place = ""
        """Where the script lies, as it was named and without links; nothing where it is no file."""
        self.umask = DEFAULT_UMASK
        self.pid = 0
        self.script = "<script>"
        self.descriptors: dict[int, WireFile] = {}
        # Invariant: insertion order is the order of opening; the value answers the outermost file object or
        # None.
        self.writers: dict[int, Callable[[], Any]] = {}
        self.abandoned = False
        self.redacted = False

    def new_pid(self) -> int:
        """Return the run's made-up process number, the same throughout the run.

        # Threat: the real number tells a script something of the machine that no policy granted.
        """
        if not self.pid:
            self.pid = 2 + int.from_bytes(posix.urandom(3), "big") % 4_194_300
        return self.pid

    def new_descriptor(self, file: WireFile) -> int:
        """Return the lowest free descriptor number, now standing for *file*."""
        number = FIRST_DESCRIPTOR
        while number in self.descriptors:
            number += 1
        self.descriptors[number] = file
        return number


WORKER: Final = WorkerState()
