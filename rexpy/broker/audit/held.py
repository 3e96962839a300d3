"""One audit file and its head, open: that they agree, and are still what is at their path."""

import fcntl
import os
import time

from rexpy.broker.audit import places
from rexpy.broker.audit.directory import Directory, Inode, inode
from rexpy.broker.audit.entry import AuditFailed
from rexpy.broker.audit.form import (
    HEAD_SIZE,
    NOTHING_BEFORE,
    Head,
    HeadInvalid,
    head_path,
    parse_head,
    rotated_path,
)
from rexpy.broker.audit.left import ends_as_said

LOCK_WAIT_S = 10.0
"""How long another writer may hold the lock: one needs it for microseconds, for seconds only if it was stopped."""

LOOK_S = 0.02
"""How long another file may be at the path before that is noticed. What is open is looked at before each write; to look
names up as well would take a quarter of a write's time."""


class HeldFile:
    """What a writer holds. All but `_lock` is done under the lock."""

    __slots__ = (
        "_directory",
        "_fd",
        "_file",
        "_head",
        "_head_fd",
        "_head_file",
        "_key",
        "_looked",
        "_made",
        "_said",
        "path",
    )

    def __init__(self, path: str, key: bytes | None) -> None:
        self.path = os.path.realpath(path)
        self._key = key
        self._fd = self._head_fd = -1
        self._file: Inode | None = None
        self._head_file: Inode | None = None
        self._head = Head(0, NOTHING_BEFORE, 0, 0, 0, 0, 1)
        self._said = b""
        self._looked = 0.0
        self._made = False
        """Whether a name in the directory is not known to be on the disk."""
        self._directory: Directory | None = None

    def _hold(self, path: str) -> None:
        """Open the directory and the head, made where it is missing. Raises OSError, Unfit."""
        self._directory = Directory(self.path)
        places.check_way(path)
        self._head_fd = self._directory.open(head_path(self.path), os.O_CREAT)
        self._head_file = inode(self._head_fd)

    def _give_back(self) -> None:
        """Close what is open."""
        if self._head_fd >= 0:
            # A process that was forked meanwhile holds the file, and with it the lock.
            self._unlock()
        fds, self._fd, self._head_fd = (self._fd, self._head_fd), -1, -1
        for fd in fds:
            if fd >= 0:
                os.close(fd)
        if self._directory is not None:
            self._directory.close()

    def _failed(self, why: object) -> AuditFailed:
        said = why.strerror if isinstance(why, OSError) else str(why)
        return AuditFailed(f"the audit file {self.path!r} cannot be written: {said}")

    @property
    def _place(self) -> Directory:
        assert self._directory is not None
        return self._directory

    def _require_head(self, found: Inode | None) -> None:
        if found != self._head_file:
            raise self._failed(f"its head {head_path(self.path)!r} is not the one that was opened: it was taken away")

    def _is_open(self, file: os.stat_result) -> bool:
        return (file.st_dev, file.st_ino) == self._file

    def _lock(self) -> None:
        if not places.lock(self._head_fd, LOCK_WAIT_S):
            raise self._failed(f"another process has held its lock for {LOCK_WAIT_S:g} s")

    def _unlock(self) -> None:
        fcntl.flock(self._head_fd, fcntl.LOCK_UN)

    def _agrees(self) -> bool:
        """Whether file and head are as this process left them. Raises AuditFailed where the head is another file."""
        moment = time.monotonic()
        if moment - self._looked >= LOOK_S:
            self._looked = moment
            file, head = self._place.now()
            # Threat: a head that was replaced is another lock. Who writes under this one is not alone.
            self._require_head(head)
            if file is None or not self._is_open(file):
                return False
        seen = os.fstat(self._fd)
        if seen.st_size != self._head.size or not seen.st_nlink:
            return False
        return os.pread(self._head_fd, HEAD_SIZE + 1, 0) == self._said

    def _put(self, head: Head) -> None:
        data = head.render(self._key)
        if os.pwrite(self._head_fd, data, 0) != len(data):
            raise self._failed("the device is full")
        self._head, self._said = head, data

    def _cut(self, size: int) -> None:
        try:
            os.ftruncate(self._fd, size)
        except OSError:
            pass

    def _catch_up(self) -> int:
        """Take over from whoever wrote last, and return the bytes of the file: it may go on behind the head's end.

        Raises AuditFailed where they do not agree otherwise.
        """
        data = os.pread(self._head_fd, HEAD_SIZE + 1, 0)
        if not data:
            self._begin()
            return 0
        try:
            head = parse_head(data, self._key)
        except HeadInvalid as error:
            raise self._failed(f"its head {head_path(self.path)!r} is not good: {error}") from None
        if head.sequence < self._head.sequence:
            raise self._failed("its head went back; rexpy audit verify says more")
        self._head, self._said = head, data
        size = self._open(head)
        head = self._head  # of a new file, where a rotation had to be finished
        if size < head.size:
            raise self._failed(
                f"it has {size} bytes, and its head says {head.size}: something was taken away; rexpy audit verify "
                "says what (to begin anew, move the file and its head away)"
            )
        if head.size:
            self._check_end(self._fd, head)
        return size

    def _begin(self) -> None:
        """Begin a chain: there is no head, and may be an empty file."""
        self._made = True
        self._reopen(os.O_CREAT)
        if os.fstat(self._fd).st_size or places.rotated_files(self.path):
            raise self._failed(
                "there are records but no head, so that no chain can go on from them; move them away, or name another "
                "file"
            )
        self._put(Head(0, NOTHING_BEFORE, 0, 1, now(), 1, 1))

    def _reopen(self, extra: int = 0) -> None:
        fd = self._place.open(self.path, os.O_APPEND | extra)
        old, self._fd = self._fd, fd
        if old >= 0:
            os.close(old)
        self._file = inode(fd)
        seen, _ = self._place.now()
        if seen is None or not self._is_open(seen):
            raise self._failed("its directory is not the one that was opened: it was moved or replaced")

    def _open(self, head: Head) -> int:
        """Open the current file and return its size; finish a rotation that was cut short."""
        rotated = rotated_path(self.path, head.file)
        try:
            self._reopen()
        except FileNotFoundError:
            if not (head.size and self._place.has(rotated)):
                raise self._failed(
                    f"it is gone, and its head {head_path(self.path)!r} is not: something took it away (to begin "
                    "anew, move the head away)"
                ) from None
            self._reopen(os.O_CREAT | os.O_EXCL)
        size = os.fstat(self._fd).st_size
        if not size and head.size and self._place.has(rotated):
            fd = self._place.open(rotated)
            try:
                if os.fstat(fd).st_size != head.size:
                    raise self._failed(f"{rotated!r} is not as its head says; rexpy audit verify says more")
                self._check_end(fd, head)
            finally:
                os.close(fd)
            self._made = True
            self._put(head._replace(size=0, file=head.sequence + 1, began=now()))
        return size

    def _check_end(self, fd: int, head: Head) -> None:
        if not ends_as_said(fd, head, self._key):
            raise self._failed("its last record is not the one that its head names; rexpy audit verify says more")


def now() -> int:
    """Return the time in epoch milliseconds."""
    return time.time_ns() // 1_000_000
