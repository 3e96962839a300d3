"""Where grants are made. Imported by the gate only: whoever can import this can act without asking."""

import errno
import os
import posixpath
import stat
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from hostapi.grant import Entry, Granted
from hostapi.unchecked import paths
from hostapi.vocabulary.base import Action

T = TypeVar("T")
# Not: Entry(…), which takes twice as long. This is the path of nearly every operation.
_make: Any = tuple.__new__


class Hop(NamedTuple):
    """A link is in the way, and `leads_to` another path, canonical, which must be authorized in its turn."""

    link: str
    leads_to: str


def grant(value: T, actions: frozenset[Action]) -> Granted[T]:
    """Return the authority to do `actions` with `value`; the caller has an Allow for each."""
    return Granted(value, actions)


def examine(path: str, *, at: bool, follow: bool, anywhere: bool = False) -> Entry | Hop:
    """Return what is at `path`, held open, without following any link; or where a link leads.

    `at` opens the directory too and accepts that nothing is at the path. `follow` makes a link at the end a Hop.
    `anywhere` accepts that a directory on the way is missing, or none.
    The caller closes the entry's descriptors. Raises OSError.
    """
    parent_fd = fd = -1
    try:
        try:
            if at:
                parent, _, name = path.rpartition("/")
                parent_fd = paths.open_directory(parent or "/")
                fd = os.open(name or ".", os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent_fd)
            else:
                fd = paths.open_entry(path)
        except OSError as error:
            if error.errno == errno.ENOENT and parent_fd >= 0:
                return Entry(path, -1, parent_fd, None)
            # What comes before the first component that is missing, or no directory, is no link: that were ELOOP.
            if anywhere and error.errno in (errno.ENOENT, errno.ENOTDIR):
                return Entry(path, -1, -1, None)
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                hop = _around(path)
                if hop is not None:
                    _close(parent_fd)
                    return hop
            raise OSError(error.errno, os.strerror(error.errno or 0), path) from None
        seen = os.fstat(fd)
        if follow and stat.S_ISLNK(seen.st_mode):
            hop = Hop(path, _join(posixpath.dirname(path), paths.read_link(fd), ()))
            _close(fd, parent_fd)
            return hop
    except BaseException:
        _close(fd, parent_fd)
        raise
    entry: Entry = _make(Entry, (path, fd, parent_fd, seen))
    return entry


def _close(*descriptors: int) -> None:
    for fd in descriptors:
        if fd >= 0:
            os.close(fd)


def _around(path: str) -> Hop | None:
    parent, _, name = path.rpartition("/")
    parent = parent or "/"
    link = paths.first_link(parent)
    if link is None:
        return None
    where, target = link
    rest = parent[len(where) :].strip("/")
    names = [*rest.split("/"), name] if rest else [name]
    return Hop(where, _join(posixpath.dirname(where), target, names))


def _join(directory: str, target: str, rest: Iterable[str]) -> str:
    """Return the path that a link leads to.

    `..` is taken lexically, as the worker takes it in the paths that a script writes. Invariant: what is opened is what
    was authorized, also where `..` follows a further link and the kernel would go elsewhere.
    Threat: looking at what it follows would tell a script, which may make a link of any text, whether a path exists
    that nothing grants it.
    """
    names: list[str] = []
    for part in (*("" if target.startswith("/") else directory).split("/"), *target.split("/"), *rest):
        if part == "..":
            del names[-1:]
        elif part not in ("", "."):
            names.append(part)
    return "/" + "/".join(names)
