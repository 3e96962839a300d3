"""What an entry is, and changing that: modes, owners, times. By descriptor, so that a rename meanwhile changes
nothing.
"""

import errno
import os
import stat
from typing import Any

from hostapi.grant import Entry, Granted, OpenFile
from hostapi.vocabulary.file_system import CHMOD, CHOWN, STAT, WRITE

_LENDS = stat.S_ISUID | stat.S_ISGID
MAX_ID = (1 << 32) - 2
"""`uid_t` has 32 bits on Linux, and its last value means "leave it"."""


def fields(seen: os.stat_result) -> list[int]:
    """Return a stat as it crosses the wire: mode, inode, device, links, uid, gid, size, three times in ns, blocks,
    block size.
    """
    return [
        *seen[:7],  # in this order, which CPython guarantees
        seen.st_atime_ns,
        seen.st_mtime_ns,
        seen.st_ctime_ns,
        seen.st_blocks,
        seen.st_blksize,
    ]


def of_entry(path: Granted[Entry]) -> list[int]:
    """Return the stat that was taken when the entry was opened."""
    seen = path.need(STAT).stat
    assert seen is not None
    return fields(seen)


def of_file(file: Granted[OpenFile]) -> list[int]:
    """Return the stat of an open file as it is now. Raises OSError."""
    return fields(os.fstat(file.need(STAT).fd))


def accessible(path: Granted[Entry], mode: int) -> bool:
    """Return whether the broker itself may access the entry so (R_OK, W_OK, X_OK)."""
    return os.access(f"/proc/self/fd/{path.need(STAT).fd}", mode & (os.R_OK | os.W_OK | os.X_OK))


def file_system(path: Granted[Entry]) -> list[int]:
    """Return the statvfs of the file system that holds the entry. Raises OSError."""
    seen = os.fstatvfs(path.need(STAT).fd)
    return [
        seen.f_bsize,
        seen.f_frsize,
        seen.f_blocks,
        seen.f_bfree,
        seen.f_bavail,
        seen.f_files,
        seen.f_ffree,
        seen.f_favail,
        seen.f_flag,
        seen.f_namemax,
    ]


def set_mode(path: Granted[Entry], mode: int) -> None:
    """Set the permission bits. Raises OSError; a link itself has none on Linux.

    Threat: a file that a script wrote would run with the broker's rights, whoever starts it, by one more bit. What has
    these bits already keeps them; a directory's set-group-ID is about who owns what is made in it.
    """
    entry = path.need(CHMOD)
    assert entry.stat is not None
    if stat.S_ISLNK(entry.stat.st_mode):
        raise OSError(errno.EOPNOTSUPP, "Linux has no permissions of a link itself", entry.path)
    if not stat.S_ISDIR(entry.stat.st_mode) and mode & _LENDS & ~entry.stat.st_mode:
        raise PermissionError(
            errno.EACCES,
            "Refused whatever the policy says: set-user-ID and set-group-ID let who runs the file act as its owner",
            entry.path,
        )
    os.chmod(f"/proc/self/fd/{entry.fd}", mode & 0o7777)


def set_owner(path: Granted[Entry], uid: int, gid: int) -> None:
    """Set user and group, -1 to leave one as it is. Raises OSError."""
    entry = path.need(CHOWN)
    if not (-1 <= uid <= MAX_ID and -1 <= gid <= MAX_ID):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), entry.path)
    if entry.stat is not None and stat.S_ISLNK(entry.stat.st_mode):
        os.chown(entry.name, uid, gid, dir_fd=entry.parent_fd, follow_symlinks=False)
    else:
        os.chown(f"/proc/self/fd/{entry.fd}", uid, gid)


def set_times(path: Granted[Entry], times: tuple[int, int] | None) -> None:
    """Set access and modification time (ns), None for now. Raises OSError."""
    entry = path.need(CHMOD if path.value.stat is not None and stat.S_ISDIR(path.value.stat.st_mode) else WRITE)
    if entry.stat is not None and stat.S_ISLNK(entry.stat.st_mode):
        # A link cannot be reached through its descriptor; its name in the directory held open is as safe.
        _utime(entry.name, times, dir_fd=entry.parent_fd, follow_symlinks=False)
    else:
        _utime(f"/proc/self/fd/{entry.fd}", times)


def _utime(path: str, times: tuple[int, int] | None, **where: Any) -> None:
    if times is None:
        os.utime(path, **where)
    else:
        os.utime(path, ns=times, **where)


def size(file: OpenFile) -> int:
    """Return the size in bytes of a file that was just opened. Raises OSError."""
    return os.fstat(file.fd).st_size
