"""`os.open`, `os.read` and their like: the worker's own small integers over the broker's handles."""

from __future__ import annotations

import errno
import os
import posix
import sys
from typing import TYPE_CHECKING, Any, Final

from rexpy.worker.stdlib import opening
from rexpy.worker.stdlib.files import WireFile
from rexpy.worker.stdlib.integers import c_int
from rexpy.worker.stdlib.paths import canonical, exact_text, with_filename
from rexpy.worker.stdlib.state import WORKER
from rexpy.worker.stdlib.status import stat_result
from rexpy.worker.stdlib.views import bad_descriptor

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STANDARD: Final = {1: 1, 2: 2}
"""Descriptor number to stream number of the channel's `output`."""

_UNSERVED: Final = posix.O_TMPFILE & ~posix.O_DIRECTORY | posix.O_PATH
"""Flags whose meaning needs a descriptor of the kernel's."""


def descriptor(number: object) -> WireFile:
    """Return the open file that *number* stands for; raises OSError (EBADF) where there is none."""
    if not isinstance(number, int):
        raise TypeError(f"'{type(number).__name__}' object cannot be interpreted as an integer")
    file = WORKER.descriptors.get(number)
    if file is None:
        raise bad_descriptor()
    return file


def no_dir_fd(*values: object) -> None:
    """Refuse the `dir_fd` arguments, as CPython does where the platform lacks them."""
    if any(value is not None for value in values):
        raise NotImplementedError("dir_fd unavailable to scripts: give an absolute path")


def open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    """Open *path* and return a number for `os.read`, `os.write`, `os.fdopen` and `os.close`."""
    no_dir_fd(dir_fd)
    given = exact_text(path, "open: path should be string, bytes or os.PathLike")
    place = canonical(given)
    flags = c_int(flags)
    if flags & _UNSERVED:
        raise OSError(errno.EOPNOTSUPP, "O_TMPFILE and O_PATH are not available to scripts", given)
    access = flags & posix.O_ACCMODE
    if access == posix.O_RDONLY and not flags & posix.O_CREAT:
        return _open_to_read(place, given, flags)
    create, exclusive = bool(flags & posix.O_CREAT), bool(flags & posix.O_EXCL)
    append = bool(flags & posix.O_APPEND)
    operation = "fs.open_write" if access == posix.O_WRONLY else "fs.open_update"
    try:
        handle, _size = WORKER.ask(
            operation,
            place,
            create,
            exclusive,
            bool(flags & posix.O_TRUNC),
            append,
            c_int(mode) & 0o7777 & ~WORKER.umask,
        )
    except OSError as error:
        raise with_filename(error, given) from None
    readable = access != posix.O_WRONLY
    return WireFile(
        handle, given, "rb+" if readable else "wb", readable=readable, writable=access != posix.O_RDONLY,
        append=append,
    ).fileno()  # fmt: skip


def _open_to_read(place: str, given: str, flags: int) -> int:
    if not flags & posix.O_DIRECTORY:
        try:
            return opening.open_to_read(given, "rb").fileno()
        except IsADirectoryError:
            pass
    # A directory's descriptor: nothing but fsync, fstat and close make sense of it, and they need no handle.
    return DirectoryFile(place, given).fileno()


class DirectoryFile(WireFile):
    """A directory opened to be synced or looked at, which is all that POSIX lets one do with it."""

    __slots__ = ("_place",)

    def __init__(self, place: str, given: str) -> None:
        super().__init__(-1, given, "rb", readable=False)
        self._place = place
        if self.status()[0] & 0o170000 != 0o040000:
            super().close()
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), given)

    def status(self) -> list[Any]:
        return WORKER.ask("fs.stat", self._place, True)

    def sync(self) -> None:
        self._check()

    def close(self) -> None:
        if not self.closed:
            self._handle = -1
            super().close()


def fdopen(
    fd: int, mode: str = "r", buffering: int = -1, encoding: str | None = None, *args: Any, **kwargs: Any
) -> Any:
    """Return a file object over the descriptor *fd*."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    return opening.open(fd, mode, buffering, encoding, *args, **kwargs)


def close(fd: int) -> None:
    """Close *fd*."""
    file = descriptor(fd)
    del WORKER.descriptors[fd]
    file.release()


def closerange(fd_low: int, fd_high: int, /) -> None:
    """Close the descriptors of the half-open range, those that are open."""
    for number in [number for number in WORKER.descriptors if fd_low <= number < fd_high]:
        close(number)


def read(fd: int, length: int, /) -> bytes:
    """Return at most *length* bytes from where *fd* stands."""
    if length < 0:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    if fd == 0:
        # What the script's own stream has read ahead is gone, as it is in CPython.
        standard: Any = sys.__stdin__
        return bytes(standard.buffer.raw.read(length))
    return _allowed(descriptor(fd), "_readable").read(length)


def pread(fd: int, length: int, offset: int, /) -> bytes:
    """Return at most *length* bytes at *offset*."""
    return _allowed(descriptor(fd), "_readable").pread(length, offset)


def write(fd: int, data: ReadableBuffer, /) -> int:
    """Write *data* where *fd* stands; 1 and 2 are the script's output."""
    if fd in _STANDARD:
        content = bytes(data)
        WORKER.output(_STANDARD[fd], content.decode("utf-8", "replace"))
        return len(content)
    return _allowed(descriptor(fd), "_writable").write(data)


def pwrite(fd: int, data: ReadableBuffer, offset: int, /) -> int:
    """Write *data* at *offset*."""
    return _allowed(descriptor(fd), "_writable").pwrite(data, offset)


def _allowed(file: WireFile, direction: str) -> WireFile:
    if not getattr(file, direction):
        if isinstance(file, DirectoryFile):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        raise bad_descriptor()
    return file


def lseek(fd: int, position: int, how: int, /) -> int:
    """Move *fd* and return its place from the start of the file."""
    return descriptor(fd).seek(position, how)


def fsync(fd: Any) -> None:
    """Wait until what was written through *fd* is on the disk."""
    descriptor(fd if isinstance(fd, int) else fd.fileno()).sync()


def ftruncate(fd: int, length: int, /) -> None:
    """Cut or extend the file of *fd* to *length* bytes."""
    _allowed(descriptor(fd), "_writable").truncate(length)


def fstat(fd: int) -> os.stat_result:
    """Return the status of the file of *fd*."""
    return stat_result(descriptor(fd).status())


def dup(fd: int, /) -> int:
    """Return another number for the open file of *fd*."""
    return descriptor(fd).duplicate()


def isatty(fd: int, /) -> bool:
    """Return False: a script has no terminal."""
    return False


def get_inheritable(fd: int, /) -> bool:
    """Return False: there is no other program to inherit *fd*."""
    descriptor(fd)
    return False


def set_inheritable(fd: int, inheritable: int, /) -> None:
    """Accept any value; there is no other program to inherit *fd*."""
    descriptor(fd)


def get_terminal_size(fd: int = 1, /) -> os.terminal_size:
    """Raise OSError (ENOTTY): a script has no terminal; `shutil.get_terminal_size` then takes its
    fallback.
    """
    raise OSError(errno.ENOTTY, os.strerror(errno.ENOTTY))


def posix_fadvise(fd: int, offset: int, length: int, advice: int, /) -> None:
    """Accept advice on how *fd* will be read, to no effect."""
    descriptor(fd)
