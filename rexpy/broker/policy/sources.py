"""Reads the policy and entities files: each once, bounded, and remembered so that the run cannot change them.

A file is opened, looked at and read through one descriptor, so what was validated is what was read.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import NamedTuple

from rexpy.errors import Finding

PathText = str | os.PathLike[str]


class Source(NamedTuple):
    """One text: where it is from, for messages, and its bytes, which are UTF-8 without NUL."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file or directory that governs the run, by identity and by absolute path; a link and its target are
    two."""

    device: int
    inode: int
    path: str


class Refused(Exception):
    """A source cannot be used; *finding* says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def refuse(name: str, message: str, suggestion: str | None = None) -> Refused:
    """Return the refusal of a whole source."""
    return Refused(Finding(name, 0, 0, message, suggestion=suggestion))


def decode(name: str, data: bytes) -> str:
    """Return *data* as text; raises `Refused` where it is not UTF-8 or holds a NUL."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        raise Refused(Finding(name, line, column, message)) from None
    return check_text(name, text)


def check_text(name: str, text: str) -> str:
    """Return *text* without a byte order mark; raises `Refused` where it holds a NUL or a lone surrogate."""
    place = text.find("\0")
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        raise Refused(Finding(name, line, place - text.rfind("\n", 0, place), "the text holds a NUL character"))
    return text.removeprefix("\ufeff")


def check_size(name: str, size: int, limit: int) -> None:
    """Raise `Refused` where *size* bytes are more than *limit*."""
    if size > limit:
        raise refuse(name, f"too large: more than {limit} bytes")


class Reader:
    """Reads sources and remembers every file and directory that it opened, in order."""

    def __init__(self, *, max_bytes: int, max_files: int, suffix: str) -> None:
        self._left = self._max_bytes = max_bytes
        self._count = 0
        self._max_files = max_files
        self._suffix = suffix
        self.files: list[SourceFile] = []

    def read(self, given: PathText) -> list[Source]:
        """Return the text of the file *given*, or of the files with the suffix in the directory, sorted by
        name.

        The bounds are on all that this reader reads. Raises `Refused`.
        """
        path = self._path(given)
        descriptor = self._open(path, path, None)
        try:
            status = os.fstat(descriptor)
            self._remember(path, status)
            if stat.S_ISDIR(status.st_mode):
                return self._read_directory(path, descriptor)
            return [self._read_file(path, descriptor, status)]
        finally:
            os.close(descriptor)

    @staticmethod
    def _path(given: PathText) -> str:
        path = os.fspath(given)
        if not isinstance(path, str) or not path:
            raise refuse(repr(given), "the path is empty" if path == "" else "the path is not text")
        if "\0" in path:
            raise refuse(path, "the path holds a NUL character")
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            raise refuse(ascii(path), "the path is not UTF-8") from None
        return path

    @staticmethod
    def _open(path: str, name: str, directory: int | None) -> int:
        # Threat: opening a FIFO would wait for a writer, a terminal would become the controlling one.
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            return os.open(path, flags, dir_fd=directory)
        except OSError as error:
            if error.errno in (errno.ENXIO, errno.ENODEV):
                raise refuse(name, "not a regular file") from None
            raise refuse(name, f"cannot be read: {error.strerror}") from None

    def _remember(self, path: str, status: os.stat_result) -> None:
        real = os.path.realpath(path)
        self.files.append(SourceFile(status.st_dev, status.st_ino, real))
        written = os.path.abspath(path)
        if written != real:
            try:
                link = os.lstat(written)
            except OSError as error:
                raise refuse(path, f"cannot be read: {error.strerror}") from None
            self.files.append(SourceFile(link.st_dev, link.st_ino, written))

    def _read_directory(self, path: str, descriptor: int) -> list[Source]:
        try:
            names = sorted(name for name in os.listdir(descriptor) if name.endswith(self._suffix))
        except OSError as error:
            raise refuse(path, f"cannot be listed: {error.strerror}") from None
        if not names:
            raise refuse(path, f"the directory holds no *{self._suffix} file")
        found: list[Source] = []
        for name in names:
            full = self._path(os.path.join(path, name))
            inner = self._open(name, full, descriptor)
            try:
                status = os.fstat(inner)
                self._remember(full, status)
                found.append(self._read_file(full, inner, status))
            finally:
                os.close(inner)
        return found

    def _read_file(self, path: str, descriptor: int, status: os.stat_result) -> Source:
        self._count += 1
        if self._count > self._max_files:
            raise refuse(path, f"more than {self._max_files} files in all")
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "a FIFO, device or socket"
            raise refuse(path, f"not a regular file but {kind}")
        pieces: list[bytes] = []
        size = 0
        try:
            while piece := os.read(descriptor, self._left + 1 - size):
                pieces.append(piece)
                size += len(piece)
                if size > self._left:
                    raise refuse(path, f"too large: more than {self._max_bytes} bytes in all")
        except OSError as error:
            raise refuse(path, f"cannot be read: {error.strerror}") from None
        self._left -= size
        return Source(path, decode(path, b"".join(pieces)))


def from_text(name: str, text: str, limit: int) -> Source:
    """Return *text* as a source; raises `Refused` where it is too large, holds a NUL or is not Unicode."""
    if not isinstance(text, str):
        raise refuse(name, f"the text is of type {type(text).__name__}, not str")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise refuse(name, f"not Unicode text: a lone surrogate at offset {error.start}") from None
    check_size(name, size, limit)
    return Source(name, check_text(name, text))
