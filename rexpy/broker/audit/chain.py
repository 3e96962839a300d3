"""One audit file that several processes append to, in a chain of hashes over every rotation.

Whoever writes holds a lock on the head file. Under it he makes sure that the file ends where the head says, appends one
record by one write, and then replaces the head. Whatever does not agree ends the run: what is not recorded is not done.
"""

import fcntl
import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from rexpy.broker.audit import places
from rexpy.broker.audit.entry import AuditFailed, Entry, line_of
from rexpy.broker.audit.form import (
    HEAD_SIZE,
    KEYED,
    MAX_BATCH,
    MAX_LINE,
    NOTHING_BEFORE,
    PLAIN,
    Head,
    HeadInvalid,
    Kind,
    digest,
    head_path,
    link,
    parse_head,
    rotated_path,
)

LOCK_WAIT_S = 10.0
"""How long another writer may hold the lock: one needs it for microseconds, for seconds only if it was stopped."""

PLACE = 192
"""Bytes of a line that say its place in the chain, at most: two hashes, their names, a number."""

_OPEN = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NOCTTY | os.O_NONBLOCK


class ChainFile:
    """Appends to one file. Threads need one each: the lock is the open file's."""

    __slots__ = ("_fd", "_head", "_head_fd", "_keep", "_key", "_log", "_max", "_name", "_rotate_ms", "_said", "path")

    def __init__(
        self,
        path: str,
        log: Callable[[str, Mapping[str, Any]], Entry],
        *,
        key: bytes | None = None,
        max_size: int | None = None,
        rotate_s: float | None = None,
        keep: int | None = None,
    ) -> None:
        """Open `path`, made where it is missing; `log` makes the chain's own records. Raises AuditFailed."""
        self.path = os.path.realpath(path)
        self._log = log
        self._key = key
        self._name = PLAIN if key is None else KEYED
        self._max = max_size
        self._rotate_ms = None if rotate_s is None else int(rotate_s * 1000)
        self._keep = keep
        self._fd = self._head_fd = -1
        self._head = Head(0, NOTHING_BEFORE, 0, 0, 0, 0, 1)
        self._said = b""
        try:
            places.check_file(self.path)
            self._head_fd = places.open_own(head_path(self.path), _OPEN & ~os.O_APPEND | os.O_CREAT)
            self._lock()
            try:
                self._catch_up()
            finally:
                self._unlock()
        except (OSError, places.Unfit) as error:
            self.close()
            raise self._failed(error) from None
        except BaseException:
            self.close()
            raise

    def append(self, *entries: Entry) -> list[bytes]:
        """Append records by one write and return their lines. Raises AuditFailed; then none of them is there."""
        try:
            self._lock()
            try:
                seen = os.fstat(self._fd)
                said = os.pread(self._head_fd, HEAD_SIZE + 1, 0)
                if said != self._said or seen.st_size != self._head.size or not seen.st_nlink:
                    self._catch_up()
                if self._max is not None or self._rotate_ms is not None:
                    self._rotate_if_due(sum(len(entry.before) + len(entry.after) + PLACE for entry in entries))
                if not self._head.size and self._head.sequence:
                    self._add_rotation()
                return self._add(*entries)
            finally:
                self._unlock()
        except BaseException as error:
            self._said = b""  # whatever is there has to agree again before anything is written
            if isinstance(error, OSError | places.Unfit):
                raise self._failed(error) from None
            raise

    def close(self) -> None:
        """Say in the head that nothing more is coming, where it is as this process left it; close the files."""
        if self._fd >= 0 and self._said and not self._head.closed:
            try:
                self._lock()
                if os.pread(self._head_fd, HEAD_SIZE + 1, 0) == self._said:
                    self._put(self._head._replace(closed=1))
            except (OSError, AuditFailed):
                pass  # the head stays open, which says less and nothing wrong
        for fd in (self._fd, self._head_fd):
            if fd >= 0:
                os.close(fd)
        self._fd = self._head_fd = -1

    def _failed(self, why: object) -> AuditFailed:
        said = why.strerror if isinstance(why, OSError) else str(why)
        return AuditFailed(f"the audit file {self.path!r} cannot be written: {said}")

    def _lock(self) -> None:
        if not places.lock(self._head_fd, LOCK_WAIT_S):
            raise self._failed(f"another process has held its lock for {LOCK_WAIT_S:g} s")

    def _unlock(self) -> None:
        fcntl.flock(self._head_fd, fcntl.LOCK_UN)

    def _add(self, *entries: Entry, first: int | None = None) -> list[bytes]:
        head = self._head
        if head.closed:
            # First, so that a record behind the end of a closed head can never be a killed writer's.
            self._put(head._replace(closed=0))
        lines, own, sequence = [], head.hash, head.sequence
        for entry in entries:
            sequence += 1
            line, own = line_of(entry, sequence, own, self._name, self._key)
            lines.append(line)
        data = lines[0] if len(lines) == 1 else b"".join(lines)
        try:
            written = os.write(self._fd, data)
            if written != len(data):
                raise self._failed("the device is full")
            oldest = head.first if first is None else first
            self._put(Head(sequence, own, head.size + written, head.file, head.began, oldest, 0))
        except BaseException:
            # Half a record is worse than none; where it cannot be taken back, the next writer finds it.
            self._cut(head.size)
            raise
        return lines

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

    # What follows runs under the lock, where the file is not as this process left it.

    def _catch_up(self) -> None:
        """Take over from whoever wrote last. Raises AuditFailed where file and head do not agree."""
        data = os.pread(self._head_fd, HEAD_SIZE + 1, 0)
        if not data:
            self._begin()
            return
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
        if size > head.size:
            self._recover(size)

    def _begin(self) -> None:
        """Begin a chain: there is no head, and may be an empty file."""
        self._reopen(os.O_CREAT)
        if os.fstat(self._fd).st_size or places.rotated_files(self.path):
            raise self._failed(
                "there are records but no head, so that no chain can go on from them; move them away, or name another "
                "file"
            )
        self._put(Head(0, NOTHING_BEFORE, 0, 1, _now(), 1, 1))

    def _reopen(self, extra: int = 0) -> None:
        fd = places.open_own(self.path, _OPEN | extra)
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = fd

    def _open(self, head: Head) -> int:
        """Open the current file and return its size; finish a rotation that was cut short."""
        rotated = rotated_path(self.path, head.file)
        try:
            self._reopen()
        except FileNotFoundError:
            if not (head.size and os.path.lexists(rotated)):
                raise self._failed(
                    f"it is gone, and its head {head_path(self.path)!r} is not: something took it away (to begin "
                    "anew, move the head away)"
                ) from None
            self._reopen(os.O_CREAT | os.O_EXCL)
        size = os.fstat(self._fd).st_size
        if not size and head.size and os.path.lexists(rotated):
            fd = places.open_own(rotated, _OPEN)
            try:
                if os.fstat(fd).st_size != head.size:
                    raise self._failed(f"{rotated!r} is not as its head says; rexpy audit verify says more")
                self._check_end(fd, head)
            finally:
                os.close(fd)
            self._put(head._replace(size=0, file=head.sequence + 1, began=_now()))
        return size

    def _check_end(self, fd: int, head: Head) -> None:
        end = b'"%b":"%b"}}\n' % (self._name.encode(), head.hash.encode())
        if os.pread(fd, len(end), head.size - len(end)) != end:
            raise self._failed("its last record is not the one that its head names; rexpy audit verify says more")

    def _recover(self, size: int) -> None:
        """Take in what a killed writer left behind the end: whole records, half a one, or both.

        Nothing is behind the end of a closed head.
        """
        head = self._head
        beyond = os.pread(self._fd, MAX_BATCH * MAX_LINE, head.size)
        *lines, torn = beyond.split(b"\n")
        taken = 0
        for line in lines:
            own = self._follows(line, head)
            if own is None:
                break
            head = head._replace(sequence=head.sequence + 1, hash=own, size=head.size + len(line) + 1)
            taken += 1
        if head.closed or taken != len(lines) or taken > MAX_BATCH or size != self._head.size + len(beyond):
            raise self._failed(
                "it goes on behind its end by what no record of this chain is; rexpy audit verify says more"
            )
        if torn:
            os.ftruncate(self._fd, head.size)
        self._put(head)
        detail = {"torn_bytes": len(torn), "torn_sha256": digest(torn), "torn": torn.decode("ascii", "replace")}
        self._add(self._log(Kind.RECOVERY, {"adopted": taken, **(detail if torn else {})}))

    def _follows(self, line: bytes, head: Head) -> str | None:
        """Return the hash of a line that is the record after the head's, None for any other."""
        found = link(line)
        if found is None or found.prev != head.hash or digest(found.body, self._key) != found.own:
            return None
        sequence = b'"sequence":%d},"unmapped":{' % (head.sequence + 1)
        return found.own if found.keyed is (self._key is not None) and sequence in line else None

    def _rotate_if_due(self, length: int) -> None:
        head = self._head
        full = self._max is not None and head.size + length > self._max
        old = self._rotate_ms is not None and _now() - head.began >= self._rotate_ms
        if not head.size or not (full or old):
            return
        rotated = rotated_path(self.path, head.file)
        if os.path.lexists(rotated):
            raise self._failed(f"{rotated!r} is there already, where it would be rotated to")
        os.rename(self.path, rotated)
        self._reopen(os.O_CREAT | os.O_EXCL)
        self._put(head._replace(size=0, file=head.sequence + 1, began=_now()))

    def _add_rotation(self) -> None:
        """Say which file the new one follows, then remove what is more than the bound."""
        kept = places.rotated_files(self.path)
        removed = kept[: -self._keep] if self._keep is not None else []
        kept = kept[len(removed) :]
        detail: dict[str, Any] = {"removed": [path for _, path in removed]}
        if kept:
            first, path = kept[-1]
            detail = {"after": path, "records": self._head.file - first, "bytes": os.stat(path).st_size, **detail}
        # The record and the head first: a file that is removed is one that the head does not claim.
        self._add(self._log(Kind.ROTATION, detail), first=kept[0][0] if removed else None)
        for _, path in removed:
            os.unlink(path)


def _now() -> int:
    return time.time_ns() // 1_000_000
