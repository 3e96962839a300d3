"""Whether a place is fit for an audit trail: whose it is, who else may write there, and who writes just now."""

import fcntl
import os
import stat
import time

from rexpy.broker.audit.form import rotated_from

MIN_KEY = 32
"""Bytes of a key: those of the hash (RFC 2104 advises no fewer)."""
MAX_KEY = 4096


class Unfit(Exception):
    """A place where an audit trail cannot be kept; the text says why and what to do."""


def check_directory(path: str, fd: int) -> None:
    """Raise Unfit where somebody else may put, replace or remove files in the directory at `path`, opened as `fd`."""
    seen = os.fstat(fd)
    if seen.st_uid not in (0, os.geteuid()):
        raise Unfit(f"its directory {path!r} belongs to user {seen.st_uid}, who may replace what is in it")
    if seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not seen.st_mode & stat.S_ISVTX:
        raise Unfit(f"others may write in its directory {path!r}; chmod go-w it, or choose another")


def check_way(path: str) -> None:
    """Raise Unfit where somebody else may change a directory or a link that leads to `path`. Raises OSError."""
    from rexpy.broker.governing import changeable
    from rexpy.broker.guardrail import passed

    for step in passed(os.path.abspath(path)):
        try:
            seen = os.lstat(step)
        except FileNotFoundError:
            continue  # a file that is to be made; what else is missing is told where it is opened
        reason = changeable(seen, {0, os.geteuid()}, sticky=True)
        if reason is not None:
            raise Unfit(f"{step!r} leads to it, and {reason}; chmod go-w that, or choose another place")


def open_own(path: str, flags: int, *, directory: int | None = None) -> int:
    """Return a descriptor of a regular file that nobody else may write, made with permissions 0600.

    With an open `directory`, of the file in it that has the path's last name. Raises OSError, Unfit.
    """
    fd = os.open(path if directory is None else os.path.basename(path), flags, 0o600, dir_fd=directory)
    try:
        seen = os.fstat(fd)
        if not stat.S_ISREG(seen.st_mode):
            raise Unfit(f"{path!r} is not a regular file")
        if seen.st_uid not in (0, os.geteuid()):
            raise Unfit(f"{path!r} belongs to user {seen.st_uid}, who may change it")
        if seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise Unfit(f"others may write {path!r}; chmod go-w it")
        if seen.st_nlink > 1:
            raise Unfit(f"{path!r} has other names (hard links)")
    except BaseException:
        os.close(fd)
        raise
    return fd


def read_key(path: str) -> bytes:
    """Return the content of a key file. Raises OSError, Unfit; also where others can put another in its place."""
    check_way(path)
    path = os.path.realpath(path)
    fd = open_own(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        if os.fstat(fd).st_mode & (stat.S_IRGRP | stat.S_IROTH):
            raise Unfit(f"others may read {path!r}; chmod go-r it")
        key = os.read(fd, MAX_KEY + 1)
    finally:
        os.close(fd)
    if not MIN_KEY <= len(key) <= MAX_KEY:
        raise Unfit(f"{path!r} holds {len(key)} bytes; a key is {MIN_KEY} to {MAX_KEY} (openssl rand 32 > FILE)")
    return key


def rotated_files(path: str, fd: int | None = None) -> list[tuple[int, str]]:
    """Return the rotated files of the trail at `path`, each with the sequence of its first record, oldest first.

    Where its directory is open as `fd`, those that are there.
    """
    directory, found = os.path.dirname(path), []
    for name in os.listdir(directory if fd is None else fd):
        said = rotated_from(name)
        if said is not None and said[0] == os.path.basename(path):
            found.append((said[1], os.path.join(directory, name)))
    return sorted(found)


def lock(fd: int, wait_s: float, kind: int = fcntl.LOCK_EX) -> bool:
    """Take the lock of an open file, and return whether it was to be had within `wait_s` seconds. Raises OSError."""
    # Not: a lock that waits. A process that was stopped while it held it would hold this run beyond its limits.
    until, pause = 0.0, 50e-6
    while True:
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            now = time.monotonic()
            until = until or now + wait_s
            if now > until:
                return False
        time.sleep(pause)
        pause = min(2 * pause, 2e-3)
