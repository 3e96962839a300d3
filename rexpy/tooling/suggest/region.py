"""Many entries of a directory as one: which paths a generalized permit covers, here and in Cedar's words.

`Region.covers` and the text of a region say the same; a property test compares them through Cedar.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import DIR
from rexpy.broker.policy.patterns import Pattern
from rexpy.broker.refusal import quote, uid
from rexpy.tooling.credentials import within


class Region(NamedTuple):
    """The entries of *directory*: those directly in it, or with *tree* all below it.

    Never part of it are names that begin with a dot, and what `rexpy.tooling.credentials` withholds. *kinds* are
    File, Dir or both. *itself* says whether the directory counts too (as a Dir). *suffix* is what the names of files
    end in, or empty. *without* must stay outside.
    """

    kinds: tuple[str, ...]
    directory: str
    tree: bool
    suffix: str = ""
    itself: bool = False
    without: tuple[Resource, ...] = ()

    def covers(self, resource: Resource) -> bool:
        """Return whether *resource* is in the region."""
        kind, path = resource
        if kind not in self.kinds or resource in self.without:
            return False
        if path == self.directory:
            return self.itself and kind == DIR
        if not path.startswith(self.directory + "/") or not path.endswith(self.suffix):
            return False
        return not any(pattern.matches(path) for pattern in _outside(self.directory, self.tree, self.suffix))

    def scope(self) -> str:
        """Return the part of a policy's head that speaks of the resource."""
        inside = f"in {uid(Resource(DIR, self.directory))}"
        return f"resource is {self.kinds[0]} {inside}" if len(self.kinds) == 1 else f"resource {inside}"

    def when(self) -> list[str]:
        """Return the conditions that must all hold."""
        return [like(Pattern(("", self.suffix)))] if self.suffix else []

    def unless(self) -> list[str]:
        """Return the conditions none of which may hold."""
        apart = [Resource(DIR, self.directory)] if DIR in self.kinds and not self.itself else []
        named = [f"resource == {uid(each)}" for each in (*apart, *self.without)]
        return [*named, *map(like, _outside(self.directory, self.tree, self.suffix))]


@functools.lru_cache(maxsize=1024)
def _outside(directory: str, tree: bool, suffix: str) -> tuple[Pattern, ...]:
    """Return patterns of what is below the directory and not in its region."""
    below = directory + "/"
    deeper = Pattern((below, "/.", "")) if tree else Pattern((below, "/", ""))
    return (deeper, Pattern((below + ".", "")), *within(directory, suffix, tree=tree))


def like(pattern: Pattern) -> str:
    """Return the condition that the resource's path is like *pattern*; a star in its texts is written `\\*`."""
    texts = [quote(text)[1:-1].replace("*", "\\*") for text in pattern.segments]
    return 'resource.path like "' + "*".join(texts) + '"'


def common_suffix(paths: Iterable[str]) -> str:
    """Return the last extension, with its dot, that the names of all *paths* have; else nothing."""
    found = {_extension(path) for path in paths}
    return found.pop() if len(found) == 1 else ""


def _extension(path: str) -> str:
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    return dot + extension if stem and extension else ""
