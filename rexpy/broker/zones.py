"""The time zone database, which is public data like the standard library: no policy is asked for it."""

import errno
import os
import re
from collections.abc import Iterator
from typing import Final

from rexpy.broker.beneath import read_beneath

MAX_BYTES: Final = 1 << 20
"""The largest zone's file has some 4 KiB; what is larger is none."""

MAX_NAMES: Final = 5000
"""The database has about 600 names."""

_KEY: Final = re.compile(r"[A-Za-z0-9_+-]{1,32}(?:/[A-Za-z0-9_+-]{1,32}){0,3}", re.ASCII)
_NO_ZONES: Final = ("posix", "right")
_MAGIC: Final = b"TZif"


def is_key(name: str) -> bool:
    """Whether *name* has the form of a zone's, such as Europe/Berlin."""
    return _KEY.fullmatch(name) is not None


def _directories() -> list[str]:
    # Late: few runs ask, and this imports sysconfig.
    import importlib.util
    import zoneinfo

    found = list(zoneinfo.TZPATH)
    package = importlib.util.find_spec("tzdata")
    if package is not None and package.submodule_search_locations:
        found += [os.path.join(place, "zoneinfo") for place in package.submodule_search_locations]
    return [path for path in found if os.path.isdir(path)]


class Zones:
    """The directories where CPython's zoneinfo looks, the package tzdata last."""

    def __init__(self) -> None:
        self._directories = _directories()

    def read(self, key: str) -> bytes:
        """Return the data of the zone *key*. Raises FileNotFoundError where there is none."""
        if is_key(key):
            for directory in self._directories:
                data = _read(directory, key)
                if data is not None:
                    return data
        raise FileNotFoundError(errno.ENOENT, "no such time zone")

    def names(self) -> list[str]:
        """Return the names of all zones, in order."""
        found: set[str] = set()
        for directory in self._directories:
            for key in _walk(directory):
                if key not in found and len(found) < MAX_NAMES:
                    data = _read(directory, key)
                    if data is not None:
                        found.add(key)
        return sorted(found)


def _walk(directory: str) -> Iterator[str]:
    for place, below, files in os.walk(directory):
        if place == directory:
            below[:] = [name for name in below if name not in _NO_ZONES]
        for name in files:
            key = os.path.relpath(os.path.join(place, name), directory)
            if is_key(key) and key not in ("posixrules", "localtime"):
                yield key


def _read(directory: str, key: str) -> bytes | None:
    root = os.open(directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        data = read_beneath(root, key, MAX_BYTES)
    except OSError:
        return None
    finally:
        os.close(root)
    return data if data.startswith(_MAGIC) and len(data) <= MAX_BYTES else None
