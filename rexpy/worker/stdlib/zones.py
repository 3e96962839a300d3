"""Time zones: `zoneinfo` over the data that the broker reads, from where CPython looks for it.

No policy is asked: the data is public and the same on every machine, as the standard library's own files are.
"""

from __future__ import annotations

import io
from types import ModuleType
from typing import Any

from rexpy.worker.stdlib.state import WORKER


class InvalidTZPathWarning(RuntimeWarning):
    """A search path that holds no absolute paths; there is none to set here."""


InvalidTZPathWarning.__module__ = "zoneinfo"


def find_tzfile(key: str) -> None:
    """Return None, after which the data is loaded. Raises ValueError for a key that is a path."""
    if not isinstance(key, str):
        raise TypeError(f"a key is str, not {type(key).__name__}")
    if key.startswith("/"):
        raise ValueError(f"ZoneInfo keys may not be absolute paths, got: {key}")
    if any(part in ("", ".", "..") for part in key.split("/")):
        raise ValueError(
            f"ZoneInfo keys must be normalized relative paths, got: {key}"
            if ".." not in key.split("/")
            else f"ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}"
        )


def available_timezones() -> set[str]:
    """Return the names of all zones that the host has."""
    return set(WORKER.fetch("zones")[-1].decode("ascii").split())


def reset_tzpath(to: Any = None) -> None:
    """Refuse: the search path is the host's."""
    if to is not None:
        raise NotImplementedError("scripts cannot set where time zones are looked for")


def make_module() -> ModuleType:
    """Return `zoneinfo._tzpath`, which in CPython looks for files."""
    module = ModuleType("zoneinfo._tzpath")
    names = module.__dict__
    for thing in (InvalidTZPathWarning, find_tzfile, available_timezones, reset_tzpath):
        names[thing.__name__] = thing
    names["TZPATH"] = ()
    return module


def adjust_common(module: ModuleType) -> None:
    """Let zones be loaded from the broker."""
    names: Any = module.__dict__
    not_found = names["ZoneInfoNotFoundError"]

    def load_tzdata(key: str) -> io.BytesIO:
        try:
            return io.BytesIO(WORKER.fetch("zone", 0, key)[-1])
        except OSError:
            raise not_found(f"No time zone found with key {key}") from None

    names["load_tzdata"] = load_tzdata


def adjust_class(module: ModuleType) -> None:
    """Print zones as those of CPython's C half print."""
    zone: Any = module.__dict__["ZoneInfo"]

    def __repr__(self: Any) -> str:
        name = "zoneinfo.ZoneInfo" if type(self) is zone else type(self).__name__
        return f"{name}(key={self._key!r})" if self._key is not None else f"{name}.from_file({self._file_repr})"

    zone.__repr__ = __repr__
    zone.__module__ = "zoneinfo"
