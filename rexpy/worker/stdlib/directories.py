"""`os.scandir`, `os.listdir` and `os.walk` over the broker's listing, which brings each entry's type
along.
"""

from __future__ import annotations

import os
import posix
from collections.abc import Callable, Iterator
from types import GenericAlias
from typing import Any, Final

from rexpy.worker.stdlib.descriptors import descriptor
from rexpy.worker.stdlib.entries import ask_path
from rexpy.worker.stdlib.paths import canonical, exact_text, with_filename
from rexpy.worker.stdlib.state import WORKER
from rexpy.worker.stdlib.status import stat_result

_S_IFMT: Final = 0o170000
_S_IFDIR: Final = 0o040000
_S_IFREG: Final = 0o100000

_Entries = Iterator[tuple[str, str]]


class DirEntry:
    """One entry of a directory, as `os.DirEntry`: what the listing said, and a question to the broker for
    the rest.
    """

    __slots__ = ("_kind", "_lstat", "_stat", "name", "path")
    __class_getitem__: Any = classmethod(GenericAlias)

    name: Any
    path: Any

    def __init__(self, name: Any, path: Any, kind: str) -> None:
        self.name = name
        self.path = path
        self._kind = kind
        self._stat: posix.stat_result | None = None
        self._lstat: posix.stat_result | None = None

    def __repr__(self) -> str:
        return f"<DirEntry {self.name!r}>"

    def __fspath__(self) -> Any:
        return self.path

    def is_symlink(self) -> bool:
        """Return whether the entry is a symbolic link."""
        return self._kind == "l"

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Return whether the entry is a directory, or a link to one."""
        return self._is("d", _S_IFDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """Return whether the entry is a regular file, or a link to one."""
        return self._is("f", _S_IFREG, follow_symlinks)

    def is_junction(self) -> bool:
        """Return False: only Windows has junctions."""
        return False

    def _is(self, kind: str, mode: int, follow_symlinks: bool) -> bool:
        if self._kind != "l" or not follow_symlinks:
            return self._kind == kind
        try:
            return self.stat().st_mode & _S_IFMT == mode
        except FileNotFoundError:
            return False

    def stat(self, *, follow_symlinks: bool = True) -> posix.stat_result:
        """Return the status of the entry, asked once."""
        follow = follow_symlinks and self._kind == "l"
        known = self._stat if follow else self._lstat
        if known is None:
            known = stat_result(ask_path("fs.stat", self.path, follow))
            if follow:
                self._stat = known
            else:
                self._lstat = known
        return known

    def inode(self) -> int:
        """Return the entry's inode number."""
        return self.stat(follow_symlinks=False).st_ino


DirEntry.__module__ = "posix"


class ScandirIterator:
    """The iterator that `os.scandir` returns; a context manager as CPython's is."""

    __slots__ = ("_entries", "_handle", "_make", "_place")

    def __init__(self, place: str, handle: int, entries: _Entries, make: Callable[[Any], DirEntry]) -> None:
        self._place = place
        self._handle = handle
        self._make = make
        self._entries = entries

    def __iter__(self) -> ScandirIterator:
        return self

    def __next__(self) -> DirEntry:
        for entry in self._entries:
            return self._make(entry)
        while self._handle >= 0:
            self._handle, names, kinds = WORKER.ask("fs.list_more", self._handle)
            self._entries = _pairs(names, kinds)
            for entry in self._entries:
                return self._make(entry)
        raise StopIteration

    def __enter__(self) -> ScandirIterator:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Give the listing up."""
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            WORKER.cast("fs.close", handle)
        self._entries = iter(())


def _pairs(names: str, kinds: str) -> _Entries:
    """Return the entries of a listing as pairs of name and type."""
    return zip(names.split("/"), kinds, strict=False) if kinds else iter(())


def _pieces(handle: int, entries: _Entries) -> Iterator[_Entries]:
    """Generate what a listing brings, a piece after the other; it is given up when they are not wanted any more."""
    try:
        yield entries
        while handle >= 0:
            handle, names, kinds = WORKER.ask("fs.list_more", handle)
            yield _pairs(names, kinds)
    finally:
        if handle >= 0:
            WORKER.cast("fs.close", handle)


def _listing(path: Any, name: str) -> tuple[Any, str, int, _Entries]:
    original: Any = "." if path is None else path
    if isinstance(original, int):
        original = descriptor(original).name
    given = exact_text(original, f"{name}: path should be string, bytes, os.PathLike, integer or None")
    place = canonical(given)
    try:
        handle, names, kinds = WORKER.ask("fs.list", place)
    except OSError as error:
        raise with_filename(error, given) from None
    if not isinstance(original, str | bytes):
        original = posix.fspath(original)
    return (given.encode() if isinstance(original, bytes) else given), place, handle, _pairs(names, kinds)


def scandir(path: Any = None) -> ScandirIterator:
    """Return an iterator of the entries of *path*, types known without a further question."""
    prefix, place, handle, entries = _listing(path, "scandir")
    if isinstance(prefix, bytes):
        before = prefix if prefix.endswith(b"/") else prefix + b"/"

        def make(entry: Any) -> DirEntry:
            name = entry[0].encode()
            return DirEntry(name, before + name, entry[1])

        return ScandirIterator(place, handle, entries, make)
    start = prefix if prefix[-1] == "/" else prefix + "/"

    def make_text(entry: Any) -> DirEntry:
        name, kind = entry
        return DirEntry(name, start + name, kind)

    return ScandirIterator(place, handle, entries, make_text)


def listdir(path: Any = None) -> list[Any]:
    """Return the names in the directory *path*."""
    prefix, _place, handle, entries = _listing(path, "listdir")
    names = [name for piece in _pieces(handle, entries) for name, _kind in piece]
    return [name.encode() for name in names] if isinstance(prefix, bytes) else names


def walk(
    top: Any,
    topdown: bool = True,
    onerror: Callable[[OSError], object] | None = None,
    followlinks: Any = False,
) -> Iterator[tuple[Any, list[Any], list[Any]]]:
    """Generate (directory, names of directories, names of files) of the tree at *top*, as `os.walk`.

    Not: CPython's own, which asks of every directory whether it is a link; the listing has said so already.
    """
    top = posix.fspath(top)
    links_are_files = followlinks is getattr(os, "_walk_symlinks_as_files", None)
    stack: list[Any] = [top]
    join = os.path.join
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            yield item
            continue
        directories: list[Any] = []
        files: list[Any] = []
        known: dict[Any, bool] = {}
        try:
            prefix, _place, handle, entries = _listing(item, "scandir")
            for piece in _pieces(handle, entries):
                for given, kind in piece:
                    name = given.encode() if isinstance(prefix, bytes) else given
                    if kind == "d" or (kind == "l" and not links_are_files and _leads_to_directory(join(item, name))):
                        directories.append(name)
                        known[name] = kind == "l"
                    else:
                        files.append(name)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield item, directories, files
        else:
            stack.append((item, directories, files))
        for name in reversed(directories):
            inner = join(item, name)
            link = known[name] if name in known else os.path.islink(inner)
            if (followlinks and not links_are_files) or not link:
                stack.append(inner)


def _leads_to_directory(link: Any) -> bool:
    try:
        return bool(ask_path("fs.stat", link, True)[0] & _S_IFMT == _S_IFDIR)
    except OSError:
        return False
