"""Bytes of regular files, by descriptor. Everything takes a grant first."""

import errno
import os
import stat

from hostapi.grant import Entry, Granted, OpenFile, Spent
from hostapi.vocabulary.base import Action
from hostapi.vocabulary.file_system import CREATE, READ, REDACTED_READ, WRITE

_FLAGS = os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
_READING = os.O_RDONLY | _FLAGS


def require_regular(entry: Entry) -> os.stat_result:
    """Return the entry's stat when it is a regular file.

    Threat: opening a FIFO blocks the broker, opening a device has effects of its own; neither is ever opened.
    Raises OSError: EISDIR for a directory, EINVAL for anything else.
    """
    seen = entry.stat
    if seen is not None and stat.S_ISREG(seen.st_mode):
        return seen
    if seen is None:
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), entry.path)
    if stat.S_ISDIR(seen.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), entry.path)
    raise OSError(errno.EINVAL, "Not a regular file: FIFOs, sockets and devices are not opened", entry.path)


def reopen(entry: Entry, flags: int) -> int:
    """Return a descriptor with `flags` of the very inode that `entry` holds. Raises OSError."""
    try:
        return os.open(f"/proc/self/fd/{entry.fd}", flags | _FLAGS)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), entry.path) from None


def open_for_reading(path: Granted[Entry]) -> int:
    """Return a descriptor to read the file. Raises OSError."""
    entry = path.need(READ)
    require_regular(entry)
    return reopen(entry, os.O_RDONLY)


def open_redacted(path: Granted[Entry]) -> int:
    """Return a descriptor to read the file for who may have it redacted only. Raises OSError."""
    entry = path.need(REDACTED_READ)
    require_regular(entry)
    return reopen(entry, os.O_RDONLY)


def open_and_read(path: Granted[Entry], count: int) -> tuple[int, bytes]:
    """Return a descriptor to read the file, and its first `count` bytes or fewer. Raises OSError."""
    entry = path.need(READ)
    size = require_regular(entry).st_size
    try:
        # Not: by `reopen`. This is the path of every file that is read.
        fd = os.open(f"/proc/self/fd/{entry.fd}", _READING)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), entry.path) from None
    try:
        # One byte more than there should be shows whether that was all. A size of 0 tells nothing: files of /proc
        # have it.
        data = os.read(fd, min(count, size + 1) if size else count)
        if size < len(data) < count:
            data += os.read(fd, count - len(data))
    except BaseException:
        os.close(fd)
        raise
    return fd, data


def open_with_head(path: Granted[Entry], count: int) -> tuple[OpenFile, bytes]:
    """Return the file opened to read, and its first `count` bytes or fewer. Raises OSError."""
    fd, data = open_and_read(path, count)
    return OpenFile(fd, path.value.path, readable=True, writable=False), data


def load(path: Granted[Entry], limit: int) -> tuple[OpenFile | Spent, bytes]:
    """Return the whole file where it has at most `limit` bytes; else the file opened, and so much of it.

    Raises OSError.
    """
    fd, data = open_and_read(path, limit + 1)
    if len(data) <= limit:
        return Spent(fd), data
    return OpenFile(fd, path.value.path, readable=True, writable=False), data[:limit]


def open_in_place(
    path: Granted[Entry], *, create: bool, exclusive: bool, truncate: bool, append: bool, mode: int
) -> OpenFile:
    """Return the file opened to write into it as it stands, and to read it where that was granted as well.

    It is made first where it is missing and `create` says so. Raises OSError.
    """
    entry = path.need(WRITE)
    read = READ in path.actions
    access = os.O_RDWR if read else os.O_WRONLY
    if entry.stat is None:
        if not create:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), entry.path)
        fd = create_file(path, access, mode)
    else:
        if exclusive:
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), entry.path)
        require_regular(entry)
        fd = reopen(entry, access | (os.O_TRUNC if truncate else 0))
    return OpenFile(fd, entry.path, readable=read, writable=True, append=append)


def create_file(path: Granted[Entry], access: int, mode: int) -> int:
    """Return a descriptor of a new, empty file in the directory that `path` holds. Raises OSError; EEXIST if it
    appeared.
    """
    entry = path.need(CREATE)
    try:
        return os.open(
            entry.name, access | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | _FLAGS, mode & 0o777, dir_fd=entry.parent_fd
        )
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), entry.path) from None


def read_at(file: Granted[OpenFile], offset: int, count: int) -> bytes:
    """Return up to `count` bytes from `offset`. Raises OSError."""
    return os.pread(_held(file, READ).fd, count, offset)


def read_into(file: Granted[OpenFile], offset: int, view: memoryview) -> memoryview:
    """Read into `view` from `offset` and return the part that was filled. Raises OSError."""
    return view[: os.preadv(_held(file, READ).fd, [view], offset)]


def write_at(file: Granted[OpenFile], offset: int, data: bytes) -> int:
    """Write all of `data` at `offset`, or at the end for -1 and for files opened to append; return where it ends.

    Raises OSError; what was written before the error stays.
    """
    held = _held(file, WRITE)
    if offset < 0 or held.append:
        offset = os.fstat(held.fd).st_size
    view = memoryview(data)
    done = 0
    while done < len(data):
        done += os.pwrite(held.fd, view[done:], offset + done)
    return offset + done


def set_size(file: Granted[OpenFile], size: int) -> None:
    """Cut or extend the open file to `size` bytes. Raises OSError."""
    os.ftruncate(_held(file, WRITE).fd, size)


def sync(file: Granted[OpenFile]) -> None:
    """Wait until the file's bytes are on its device. Raises OSError."""
    os.fsync(_held(file, WRITE).fd)


def set_size_at(path: Granted[Entry], size: int) -> None:
    """Cut or extend the file at a path to `size` bytes. Raises OSError."""
    entry = path.need(WRITE)
    require_regular(entry)
    fd = reopen(entry, os.O_WRONLY)
    try:
        os.ftruncate(fd, size)
    finally:
        os.close(fd)


def _held(file: Granted[OpenFile], action: Action) -> OpenFile:
    return file.need(action)
