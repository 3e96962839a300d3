"""What `os` says of the process: made-up where the truth is the host's, constant where one script cannot
tell.
"""

from __future__ import annotations

import os
import posix
import time
from typing import Any, Final

from rexpy.worker.stdlib.state import WORKER

NOBODY: Final = 65534
"""The user id that Linux gives to nobody (kernel.overflowuid)."""


class Environ(dict[str, str]):
    """`os.environ`: what the run was given, and nothing of the host's; text only, as CPython insists."""

    __slots__ = ()

    def __setitem__(self, key: str, value: str) -> None:
        super().__setitem__(_text(key), _text(value))

    def setdefault(self, key: str, default: str = "") -> str:
        return super().setdefault(_text(key), _text(default))

    def update(self, *others: Any, **values: str) -> None:
        for key, value in dict(*others, **values).items():
            self[key] = value

    def __ior__(self, other: Any) -> Environ:  # type: ignore[override,misc]
        self.update(other)
        return self

    def copy(self) -> dict[str, str]:
        return dict(self)

    def __repr__(self) -> str:
        return f"environ({dict.__repr__(self)})"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError("embedded null byte")
    return str.__str__(value)


def getpid() -> int:
    """Return a number that is the same throughout the run and tells nothing of the host."""
    return WORKER.new_pid()


def getuid() -> int:
    """Return 65534, nobody's: a script is no user of the host, and least of all root."""
    return NOBODY


geteuid = getgid = getegid = getuid


def cpu_count() -> int:
    """Return 1: a script is one thread of one process."""
    return 1


def sched_getaffinity(pid: int, /) -> set[int]:
    """Return {0}: a script is one thread of one process."""
    return {0}


def times() -> posix.times_result:
    """Return the processor time of the run, all of it as the user's, and the monotonic clock."""
    return posix.times_result((time.process_time(), 0.0, 0.0, 0.0, time.monotonic()))


def register_at_fork(**_callbacks: Any) -> None:
    """Accept callbacks that will never be called: a script does not fork."""


def putenv(name: Any, value: Any, /) -> None:
    """Set a variable of the run's environment."""
    os.environ[os.fsdecode(name)] = os.fsdecode(value)


def unsetenv(name: Any, /) -> None:
    """Remove a variable of the run's environment."""
    os.environ.pop(os.fsdecode(name), None)


def device_encoding(fd: int) -> None:
    """Return None: a script has no terminal."""


def confstr(name: Any, /) -> str | None:
    """Return the directories of the system's programs for CS_PATH, which `shutil.which` asks; nothing of the host."""
    if name in ("CS_PATH", os.confstr_names["CS_PATH"]):
        return os.defpath
    if name in os.confstr_names or name in os.confstr_names.values():
        return None
    raise ValueError("unrecognized configuration name")
