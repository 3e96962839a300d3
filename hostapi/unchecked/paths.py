"""Opening a path without following any link, by the kernel's own rule.

`openat2(RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)` (Linux 5.6) opens exactly the path as written or fails. Where
it is not available the path is walked component by component with O_NOFOLLOW, which gives the same guarantee more
slowly. All descriptors are O_PATH: opening them has no effect on FIFOs, devices or access times.
"""

import ctypes
import errno
import os
import stat
from typing import Any

_SYS_OPENAT2 = 437  # the same number on every architecture since Linux 5.6
_RESOLVE_NO_MAGICLINKS = 0x02
_RESOLVE_NO_SYMLINKS = 0x04
_RESOLVE_BENEATH = 0x08
_AT_FDCWD = -100
_PROC_SUPER_MAGIC = 0x9FA0

_ENTRY = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_DIRECTORY = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class _OpenHow(ctypes.Structure):
    _fields_ = (("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64))


_libc = ctypes.CDLL(None, use_errno=True)
# Not: argtypes, whose conversions take as long as the call. Bytes and references are passed as pointers, integers as C
# ints, and this call has none that is longer.
_syscall = _libc.syscall
_NO_LINKS = _RESOLVE_NO_SYMLINKS | _RESOLVE_NO_MAGICLINKS
_how_entry = _OpenHow(_ENTRY, 0, _NO_LINKS)
_how_directory = _OpenHow(_DIRECTORY, 0, _NO_LINKS)
_entry_ref = ctypes.byref(_how_entry)
_directory_ref = ctypes.byref(_how_directory)
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_how_beneath = _OpenHow(_READ, 0, _RESOLVE_BENEATH | _RESOLVE_NO_MAGICLINKS)
_beneath_ref = ctypes.byref(_how_beneath)
_ATTEMPTS = 1000
# `..` in a link, while something is renamed anywhere: the kernel cannot tell and says EAGAIN (openat2(2)).
_HOW_SIZE = ctypes.sizeof(_OpenHow)


def _has_openat2() -> bool:
    fd = _syscall(_SYS_OPENAT2, _AT_FDCWD, b"/", _directory_ref, _HOW_SIZE)
    if fd < 0:
        return False
    os.close(fd)
    return True


class _Method:
    """Which way this kernel offers; found at the first use, so that importing touches nothing."""

    openat2: bool | None = None


def open_entry(path: str) -> int:
    """Return an O_PATH descriptor of exactly `path`; a link at its end is opened itself.

    Raises OSError; ELOOP means that a component before the last is a link.
    """
    if not _Method.openat2:
        return _open(path, _entry_ref, _ENTRY)
    # Not: by `_open`. This is the path of nearly every operation.
    fd: int = _syscall(_SYS_OPENAT2, _AT_FDCWD, path.encode(), _entry_ref, _HOW_SIZE)
    if fd < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)
    return fd


def open_directory(path: str) -> int:
    """Return an O_PATH descriptor of exactly the directory `path`. Raises OSError; ELOOP where a link is on the way."""
    return _open(path, _directory_ref, _DIRECTORY)


def open_beneath(directory: int, path: str) -> int:
    """Return a descriptor to read `path`, relative, below the open `directory`; a link must not lead out of it.

    For what the owner of a run named, not the script. Where this kernel has no openat2, no link is followed at all.
    It never blocks; what it opened is the caller's to look at. Raises OSError; EXDEV or ELOOP for such a link.
    """
    if _Method.openat2 is None:
        _Method.openat2 = _has_openat2()
    if _Method.openat2:
        for _ in range(_ATTEMPTS):
            fd = _syscall(_SYS_OPENAT2, directory, path.encode(), _beneath_ref, _HOW_SIZE)
            if fd >= 0:
                return int(fd)
            number = ctypes.get_errno()
            if number != errno.EAGAIN:
                break
        raise OSError(number, os.strerror(number), path)
    names = path.split("/")
    held = os.dup(directory)
    try:
        for index, name in enumerate(names):
            flags = _READ | os.O_NOFOLLOW if index == len(names) - 1 else _DIRECTORY
            following = os.open(name, flags, dir_fd=held)
            os.close(held)
            held = following
    except BaseException:
        os.close(held)
        raise
    return held


def _open(path: str, how: Any, flags: int) -> int:
    if _Method.openat2 is None:
        _Method.openat2 = _has_openat2()
    if not _Method.openat2:
        return _walk(path, flags)
    fd = _syscall(_SYS_OPENAT2, _AT_FDCWD, path.encode(), how, _HOW_SIZE)
    if fd < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)
    return int(fd)


def _walk(path: str, flags: int) -> int:
    names = path.strip("/").split("/") if path != "/" else []
    fd = os.open("/", _DIRECTORY)
    try:
        for index, name in enumerate(names):
            last = index == len(names) - 1
            try:
                following = os.open(name, flags if last else _ENTRY, dir_fd=fd)
            except OSError as error:
                raise OSError(error.errno, os.strerror(error.errno or 0), path) from None
            os.close(fd)
            fd = following
            if not last and stat.S_ISLNK(os.fstat(fd).st_mode):
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    except BaseException:
        os.close(fd)
        raise
    return fd


def first_link(path: str) -> tuple[str, str] | None:
    """Return (path of the first component that is a link, where that link points as written), or None.

    Raises OSError where a component cannot be looked at.
    """
    names = path.strip("/").split("/")
    for count in range(1, len(names) + 1):
        prefix = "/" + "/".join(names[:count])
        fd = open_entry(prefix)
        try:
            if stat.S_ISLNK(os.fstat(fd).st_mode):
                return prefix, read_link(fd)
        finally:
            os.close(fd)
    return None


def read_link(fd: int) -> str:
    """Return where the link behind an O_PATH descriptor points, as written. Raises OSError."""
    return os.readlink("", dir_fd=fd)


class _StatFs(ctypes.Structure):
    # Only the first word, f_type, is read; the rest is room for the kernel's 120 bytes (x86-64 and aarch64).
    _fields_ = (("f_type", ctypes.c_long), ("rest", ctypes.c_char * 248))


def on_procfs(fd: int) -> bool:
    """Return whether the entry lies on a proc file system, by the kernel's type number. Raises OSError."""
    held = _StatFs()
    if _libc.fstatfs(ctypes.c_int(fd), ctypes.byref(held)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(held.f_type) == _PROC_SUPER_MAGIC
