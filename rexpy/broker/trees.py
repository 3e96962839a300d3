"""Directory trees that govern a run as a whole: nothing below them is changed by it, however it is named.

Loaded only where a run was given a module path.
"""

import os
import stat
from collections.abc import Iterable
from typing import Final

from hostapi.grant import Entry
from rexpy.errors import RunnerError

Inode = tuple[int, int]

MAX_ENTRIES: Final = 100_000
"""Entries of a tree that are looked at for other names of its files; a larger one is refused such changes whole."""


class Trees:
    """The directories of one run's module path."""

    __slots__ = ("_linked", "_paths", "_roots")

    def __init__(self, paths: Iterable[str]) -> None:
        """Take the absolute *paths* of directories. Raises RunnerError where one cannot be looked at."""
        self._paths = tuple(paths)
        self._linked: set[Inode] | None = None
        self._roots: set[Inode] = set()
        for path in self._paths:
            try:
                seen = os.stat(path)
            except OSError as error:
                raise RunnerError(f"{path!r} governs the run and cannot be looked at: {error.strerror}") from None
            self._roots.add((seen.st_dev, seen.st_ino))

    def hold(self, entry: Entry, seen: os.stat_result | None) -> bool:
        """Whether the entry lies in one of the trees, or is another name of a file that does."""
        # Its path holds no link: it was opened so.
        names = entry.path.split("/")
        for count in range(1, len(names) + 1):
            try:
                above = os.lstat("/".join(names[:count]) or "/")
            except OSError:
                break
            if (above.st_dev, above.st_ino) in self._roots:
                return True
        if seen is None or seen.st_nlink < 2 or not stat.S_ISREG(seen.st_mode):
            return False
        return self._is_another_name((seen.st_dev, seen.st_ino))

    def _is_another_name(self, inode: Inode) -> bool:
        if self._linked is None:
            found = set()
            looked = 0
            for root in self._paths:
                for directory, _, files in os.walk(root):
                    for name in files:
                        looked += 1
                        if looked > MAX_ENTRIES:
                            return True
                        seen = os.lstat(os.path.join(directory, name))
                        if seen.st_nlink > 1:
                            found.add((seen.st_dev, seen.st_ino))
            self._linked = found
        return inode in self._linked
