"""Finds the directories to grant in place of their entries: which, and how far down."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator

from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import FILE, directory_of
from rexpy.tooling.suggest.region import Region, common_suffix

NEVER_WHOLE = frozenset({"/", "/var/lib", "/var/spool", "/var/cache", "/var/log", "/var/run", "/run/user", "/usr/lib",
                         "/usr/share", "/usr/local", "/etc/systemd"})  # fmt: skip
"""Directories whose subdirectories belong to different owners and purposes (hier(7)), besides those of one name."""

_SHARED = frozenset({"/tmp"})  # noqa: S108  # names there are random, which leaves no other way to grant them


class Paths:
    """Paths in order, so that those below a directory are found without looking at all."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._sorted = sorted(set(paths))
        self._set = frozenset(self._sorted)

    def __contains__(self, path: str) -> bool:
        return path in self._set

    def __iter__(self) -> Iterator[str]:
        return iter(self._sorted)

    def below(self, directory: str) -> list[str]:
        """Return the paths below *directory*, at whatever depth."""
        # "0" comes after "/".
        return self._sorted[bisect_left(self._sorted, directory + "/") : bisect_left(self._sorted, directory + "0")]

    def covered_by(self, region: Region, kind: str) -> list[str]:
        """Return the paths that are in *region*, as entries of *kind*."""
        itself = [region.directory] if region.directory in self else []
        return [path for path in (*itself, *self.below(region.directory)) if region.covers(Resource(kind, path))]


def regions_of(kind: str, used: Paths, several: int, never: Container[str] = ()) -> list[Region]:
    """Return the regions that *several* of the paths *used* of one kind are evidence for; none lies in another.

    Directories in *never* are none.
    """
    flat = {directory: region for directory, region in _flat(kind, used, several) if directory not in never}
    trees: dict[str, Region] = {}
    while True:
        inside: dict[str, int] = {}
        for directory in {**flat, **trees}:
            parent = directory_of(directory)
            if parent is not None and parent not in trees and not _hidden(directory, parent):
                inside[parent] = inside.get(parent, 0) + 1
        more = [
            parent
            for parent, count in inside.items()
            if count >= several and parent not in never and may_grant(parent, tree=True)
        ]
        if not more:
            break
        for parent in more:
            suffix = common_suffix(used.below(parent)) if kind == FILE else ""
            trees[parent] = Region((kind,), parent, True, suffix, parent in used)
    whole = {tree for tree in trees if not any(above in trees for above in _above(tree))}
    apart = {at for at in flat if at not in whole and not any(above in whole for above in _above(at))}
    return [*(trees[tree] for tree in sorted(whole)), *(flat[directory] for directory in sorted(apart))]


def _flat(kind: str, used: Paths, several: int) -> Iterator[tuple[str, Region]]:
    entries: dict[str, list[str]] = {}
    for path in used:
        directory = directory_of(path)
        # A name with a dot in front is no evidence for others, and no other is for it.
        if directory is not None and not _hidden(path, directory):
            entries.setdefault(directory, []).append(path)
    for directory, paths in entries.items():
        if len(paths) >= several and may_grant(directory, tree=False):
            suffix = common_suffix(paths) if kind == FILE else ""
            region = Region((kind,), directory, False, suffix, directory in used)
            # What is left out by name (`*.pem`) does not count for the rest.
            if sum(region.covers(Resource(kind, path)) for path in paths) >= several:
                yield directory, region


def may_grant(directory: str, *, tree: bool) -> bool:
    """Return whether the entries of *directory*, or with *tree* all below it, may be granted as a whole."""
    if directory in _SHARED:
        return not tree
    names = directory.count("/")
    if names < 2 or (directory.startswith("/home/") and names == 2):
        return False
    return not (tree and directory in NEVER_WHOLE)


def _hidden(path: str, directory: str) -> bool:
    return path.startswith(directory.rstrip("/") + "/.")


def _above(path: str) -> Iterator[str]:
    above = directory_of(path)
    while above is not None:
        yield above
        above = directory_of(above)
