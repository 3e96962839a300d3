"""One audit file that several processes append to, in a chain of hashes over every rotation.

Whoever writes holds a lock on the head file. Under it he makes sure that the file ends where the head says, appends one
record by one write, and then replaces the head. Whatever does not agree ends the run: what is not recorded is not done.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

from rexpy.broker.audit import places
from rexpy.broker.audit.entry import AuditFailed, Entry, line_of
from rexpy.broker.audit.form import HEAD_SIZE, KEYED, PLAIN, Head, Kind, digest
from rexpy.broker.audit.held import HeldFile, now
from rexpy.broker.audit.left import left_behind

PLACE = 192
"""Bytes of a line that say its place in the chain, at most: two hashes, their names, a number."""


class ChainFile(HeldFile):
    """Appends to one file. Threads need one each: the lock is the open file's."""

    __slots__ = ("_dirty", "_keep", "_log", "_max", "_name", "_rotate_ms")

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
        super().__init__(path, key)
        self._log = log
        self._name = PLAIN if key is None else KEYED
        self._max = max_size
        self._rotate_ms = None if rotate_s is None else int(rotate_s * 1000)
        self._keep = keep
        self._dirty = False
        """Whether something was written that is not known to be on the disk."""
        try:
            self._hold(path)
            self._lock()
            try:
                self._require_head(self._place.now()[1])
                self._take_over()
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
                if not self._agrees():
                    self._take_over()
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

    def finish(self) -> None:
        """Say in the head that nothing more is coming, where it is as this process left it; bring all to the disk.

        Raises AuditFailed: what was recorded may then not outlast the power.
        """
        try:
            if self._said and not self._head.closed:
                self._lock()
                try:
                    if os.pread(self._head_fd, HEAD_SIZE + 1, 0) == self._said:
                        self._put(self._head._replace(closed=1))
                finally:
                    self._unlock()
            if not self._dirty:
                return
            # The records first: a head that is on the disk without them is one that nothing agrees with.
            os.fdatasync(self._fd)
            os.fdatasync(self._head_fd)
            if self._made:
                self._place.sync()
                self._made = False
            self._dirty = False
        except OSError as error:
            raise self._failed(error) from None

    def close(self) -> None:
        """Finish, as far as that goes, and close the files."""
        try:
            if self._fd >= 0:
                self.finish()
        except AuditFailed:
            pass  # the head stays open, which says less and nothing wrong
        finally:
            self._give_back()

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
        self._dirty = True
        try:
            written = os.write(self._fd, data)
            if written != len(data):
                raise self._failed("the device is full")
        except (OSError, AuditFailed):
            # Half a record is worse than none; where it cannot be taken back, the next writer finds it.
            self._cut(head.size)
            raise
        # Not: to take the records back where this fails or is interrupted. The head may be there already, and would
        # then name what is not; while records that it does not have yet are taken in, as a killed writer's are.
        oldest = head.first if first is None else first
        self._put(Head(sequence, own, head.size + written, head.file, head.began, oldest, 0))
        return lines

    def _take_over(self) -> None:
        size = self._catch_up()
        if size > self._head.size:
            self._recover(size)

    def _recover(self, size: int) -> None:
        """Take in what a killed writer left behind the end, and say so."""
        left = left_behind(self._fd, size, self._head, self._key)
        if left is None:
            raise self._failed(
                "it goes on behind its end by what no record of this chain is; rexpy audit verify says more"
            )
        head, adopted, torn = left
        if torn:
            os.ftruncate(self._fd, head.size)
        self._put(head)
        detail = {"torn_bytes": len(torn), "torn_sha256": digest(torn), "torn": torn.decode("ascii", "replace")}
        self._add(self._log(Kind.RECOVERY, {"adopted": adopted, **(detail if torn else {})}))

    def _rotate_if_due(self, length: int) -> None:
        head = self._head
        full = self._max is not None and head.size + length > self._max
        # Both ways: under a clock that was set back the file would else be rotated when it has caught up.
        old = self._rotate_ms is not None and abs(now() - head.began) >= self._rotate_ms
        if not head.size or not (full or old):
            return
        os.fdatasync(self._fd)
        self._made = True
        self._place.rotate(head.file)
        self._reopen(os.O_CREAT | os.O_EXCL)
        self._put(head._replace(size=0, file=head.sequence + 1, began=now()))

    def _add_rotation(self) -> None:
        """Say which file the new one follows, then remove what is more than the bound."""
        kept = self._place.rotated(self._head.file)
        removed = kept[: -self._keep] if self._keep is not None else []
        kept = kept[len(removed) :]
        detail: dict[str, Any] = {"removed": [path for _, path in removed]}
        if kept:
            first, path = kept[-1]
            detail = {"after": path, "records": self._head.file - first, "bytes": self._place.size(path), **detail}
        # The record and the head first: a file that is removed is one that the head does not claim.
        self._add(self._log(Kind.ROTATION, detail), first=kept[0][0] if removed else None)
        for _, path in removed:
            self._place.remove(path)
