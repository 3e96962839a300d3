"""Names in directories: listing, making, removing, moving. By the descriptor of the directory that was authorized."""

import errno
import os
import stat
from collections.abc import Iterator

from hostapi.grant import Entry, Granted, Sequel
from hostapi.vocabulary.file_system import CREATE, DELETE, MOVE, READ

BATCH = 1024
"""Entries of a directory in one reply: about 40 KiB of names, whatever the directory holds."""


class Listing(Sequel):
    """A directory being listed. Memory is bounded by one batch; a directory of any size is passed on piece by piece."""

    __slots__ = ("_entries", "_fd")

    def __init__(self, path: Granted[Entry]) -> None:
        """Open the directory. Raises OSError."""
        entry = path.need(READ)
        self._fd = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=entry.fd)
        try:
            self._entries: Iterator[os.DirEntry[str]] = os.scandir(self._fd)
        except BaseException:
            os.close(self._fd)
            raise

    def reply(self) -> list[object]:
        """Return [the listing itself or -1 when that was all, the names of the next entries, their types].

        Names are joined by `/`, which none holds. A type is a letter: f, d, l or o for file, directory, link and other.
        Raises OSError; the listing is then closed.
        """
        try:
            names, kinds, last = self._batch()
        except BaseException:
            self.close()
            raise
        if last:
            self.close()
        # Not: a list of pairs; of a directory of a hundred files, its JSON took as long as all the rest.
        return [-1 if last else self, "/".join(names), "".join(kinds)]

    def _batch(self) -> tuple[list[str], list[str], bool]:
        names: list[str] = []
        kinds: list[str] = []
        for entry in self._entries:
            names.append(entry.name)
            if entry.is_file(follow_symlinks=False):
                kinds.append("f")
            elif entry.is_dir(follow_symlinks=False):
                kinds.append("d")
            else:
                kinds.append("l" if entry.is_symlink() else "o")
            if len(names) == BATCH:
                return names, kinds, False
        return names, kinds, True

    def close(self) -> None:
        """Release the directory. Never raises."""
        if self._fd >= 0:
            self._entries.close()  # type: ignore[attr-defined]
            os.close(self._fd)
            self._fd = -1


def make_directory(path: Granted[Entry], mode: int) -> None:
    """Make the directory. Raises OSError."""
    entry = path.need(CREATE)
    os.mkdir(entry.name or "/", mode & 0o7777, dir_fd=entry.parent_fd)


def remove_name(path: Granted[Entry]) -> None:
    """Remove a file's or link's name. Raises OSError."""
    entry = path.need(DELETE)
    os.unlink(entry.name, dir_fd=entry.parent_fd)


def remove_directory(path: Granted[Entry]) -> None:
    """Remove an empty directory. Raises OSError."""
    entry = path.need(DELETE)
    os.rmdir(entry.name, dir_fd=entry.parent_fd)


def move(source: Granted[Entry], destination: Granted[Entry]) -> None:
    """Give an entry another name in the same file system, replacing what has that name as rename(2) does. Raises
    OSError.
    """
    old, new = source.need(MOVE), destination.need(CREATE)
    if new.stat is not None:
        destination.need(DELETE)
        if old.stat is not None and stat.S_ISDIR(new.stat.st_mode) != stat.S_ISDIR(old.stat.st_mode):
            number = errno.EISDIR if stat.S_ISDIR(new.stat.st_mode) else errno.ENOTDIR
            raise OSError(number, os.strerror(number))
    os.rename(old.name, new.name, src_dir_fd=old.parent_fd, dst_dir_fd=new.parent_fd)


def make_link(path: Granted[Entry], target: str) -> None:
    """Make a symbolic link that points to `target` as written. Raises OSError."""
    entry = path.need(CREATE)
    if "\0" in target or any("\ud800" <= character <= "\udfff" for character in target):
        raise OSError(errno.EINVAL, "Not a text that a link can hold", entry.path)
    os.symlink(target, entry.name, dir_fd=entry.parent_fd)


def link_target(path: Granted[Entry]) -> str:
    """Return where the link points, as written. Raises OSError: EINVAL where it is no link."""
    entry = path.need(READ)
    if entry.stat is None or not stat.S_ISLNK(entry.stat.st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), entry.path)
    return os.readlink("", dir_fd=entry.fd)
