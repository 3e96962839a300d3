"""Checks audit trails: whether every record is there, as it was written. docs/audit.md has the rules.

Reads only, and one line at a time.
"""

import json
import os
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from rexpy.broker.audit.form import (
    FORM,
    MAX_BATCH,
    NOTHING_BEFORE,
    Head,
    HeadInvalid,
    digest,
    head_path,
    link,
    rotated_from,
)
from rexpy.tooling.trails import Trail, lines_of, open_trail

MAX_PROBLEMS = 1000
"""Problems told of one trail; where there are more, the rest are counted."""


class Status(Enum):
    """What came of it, the worst last."""

    OK = "ok"
    UNCLOSED = "unclosed"
    """The last writer was killed in the middle; the next one will say so in the trail."""
    TAMPERED = "tampered"
    UNREADABLE = "unreadable"


class Problem(NamedTuple):
    """One thing that is not as it was written."""

    kind: str
    """altered, removed, moved, added, replaced, cut, head."""
    message: str
    file: str = ""
    line: int = 0
    sequence: int = 0


class Report(NamedTuple):
    """What was found of one trail. `first` and `last` are sequence numbers, `hash` the last record's."""

    path: str
    status: Status
    files: tuple[str, ...] = ()
    records: int = 0
    first: int = 0
    last: int = 0
    hash: str = ""
    head: bool = False
    problems: tuple[Problem, ...] = ()
    more: int = 0
    """Problems beyond those told."""
    notes: tuple[str, ...] = ()


class _Unreadable(Exception):
    pass


def verify(paths: Iterable[str], key: bytes | None = None, *, headless: bool = False) -> list[Report]:
    """Check every trail that `paths` name: its file with all that was rotated, or single rotated files of it.

    `headless`: a trail without a head is no finding: lines that came from a stream, or a copy.
    """
    whole: dict[str, list[str]] = {}
    for given in dict.fromkeys(os.path.abspath(path) for path in paths):
        rotated = rotated_from(given)
        if rotated is not None and not os.path.lexists(head_path(given)):
            whole.setdefault(rotated[0], []).append(given)
        else:
            whole[given] = []
    return [_verify(base, parts, key, headless=headless) for base, parts in whole.items()]


def _verify(base: str, parts: list[str], key: bytes | None, *, headless: bool) -> Report:
    path = base if not parts else parts[0] if len(parts) == 1 else f"{base}.*"
    try:
        with open_trail(base, parts, key) as trail:
            return _Reading(path, trail, key, headless=headless or bool(parts)).report()
    except _Unreadable as error:
        return Report(path, Status.UNREADABLE, problems=(Problem("unreadable", str(error)),))
    except OSError as error:
        said = f"{error.filename or path}: {error.strerror}"
        return Report(path, Status.UNREADABLE, problems=(Problem("unreadable", said),))


class _Record(NamedTuple):
    file: str
    line: int
    sequence: int
    prev: str
    own: str
    computed: str


class _Reading:
    """One pass over a trail."""

    def __init__(self, path: str, trail: Trail, key: bytes | None, *, headless: bool) -> None:
        self._path = path
        self._files = trail.files
        self._head = trail.head
        self._key = key
        self._headless = headless
        self._problems: list[Problem] = []
        self._more = 0
        self._notes: list[str] = []
        self._status = Status.OK
        self._seen: set[int] = set()
        """Numbers of records that stand where they should not, to tell removed from moved."""
        self._gaps: list[tuple[Problem, int, int]] = []
        self._records = self._first = 0
        self._last: _Record | None = None
        self._torn = 0
        self._at_head = NOTHING_BEFORE
        self._offset = self._file_first = 0
        self._said_wrong = False  # whether its last record is not where the head says

    def report(self) -> Report:
        """Read everything and return what was found. Raises _Unreadable, OSError."""
        if isinstance(self._head, HeadInvalid):
            if "key" in str(self._head) and "altered" not in str(self._head):
                raise _Unreadable(str(self._head))
            self._tell(Problem("head", f"the head is not good: {self._head}", head_path(self._path)))
        for file, stream, size in self._files:
            before = self._records
            self._offset = self._file_first = 0
            for number, line in enumerate(lines_of(stream, size), start=1):
                self._offset += len(line)
                self._take(file, number, line)
            head = self._head
            if isinstance(head, Head) and file != self._path and self._records == before:
                self._tell(Problem("removed", "the file is empty", file))
        self._close_gaps()
        self._check_ends()
        last = self._last
        return Report(
            self._path,
            self._status,
            tuple(file for file, _, _ in self._files),
            self._records,
            self._first,
            last.sequence if last is not None else 0,
            last.own if last is not None else NOTHING_BEFORE,
            isinstance(self._head, Head),
            tuple(self._problems),
            self._more,
            tuple(self._notes),
        )

    def _tell(self, problem: Problem) -> None:
        self._status = Status.TAMPERED
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(problem)
        else:
            self._more += 1

    def _take(self, file: str, number: int, line: bytes) -> None:
        if self._torn:
            # Threat: what is longer than a record comes in pieces, and the last of them may be a whole record.
            self._torn = 0
            self._tell(Problem("altered", "this line is longer than any record", file, number - 1, self._next()))
        if not line.endswith(b"\n"):
            self._torn = len(line)
            if not isinstance(self._head, Head) or file != self._path:
                self._tell(Problem("cut", "the last line has no end", file, number))
            return
        record = self._record(file, number, line[:-1])
        if record is None:
            self._tell(Problem("altered", "this line is no record of an audit trail", file, number, self._next()))
            return
        self._records += 1
        self._file_first = self._file_first or record.sequence
        if isinstance(self._head, Head) and record.sequence == self._head.sequence:
            self._at_head = record.own
            said, is_so = (self._head.size, self._head.file), (self._offset, self._file_first)
            self._said_wrong = self._head.size > 0 and said != is_so
        last, self._last = self._last, record
        if last is None:
            self._first = record.sequence
            if record.sequence == 1 and record.prev != NOTHING_BEFORE:
                self._tell(Problem("replaced", "the first record follows another", file, number, 1))
        elif not isinstance(self._head, Head) and record.sequence == 1 and record.prev == NOTHING_BEFORE:
            self._notes.append(f"{file}, line {number}: another chain begins")
        else:
            self._follow(last, record)
        if record.computed != record.own:
            self._tell(Problem("altered", f"record {record.sequence} was altered", file, number, record.sequence))

    def _next(self) -> int:
        return self._last.sequence + 1 if self._last is not None else 1

    def _record(self, file: str, number: int, line: bytes) -> _Record | None:
        found = link(line)
        if found is None:
            return None
        try:
            said = json.loads(line)
            sequence, unmapped = said["metadata"]["sequence"], said["unmapped"]
            sound = type(sequence) is int and sequence > 0 and unmapped["form"] == FORM
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if not sound:
            return None
        if found.keyed and self._key is None:
            raise _Unreadable(f"{file}: its records are made under a key, and none was given (--audit-key)")
        # Threat: records without a key put in place of those with one.
        computed = digest(found.body, self._key) if found.keyed is (self._key is not None) else ""
        return _Record(file, number, sequence, found.prev, found.own, computed)

    def _follow(self, last: _Record, record: _Record) -> None:
        wanted = last.sequence + 1
        place = (record.file, record.line, record.sequence)
        if record.sequence > wanted:
            end = record.sequence - 1
            which = f"record {wanted} is" if wanted == end else f"records {wanted} to {end} are"
            gap = Problem("removed", f"{which} missing before record {record.sequence}", *place[:2], wanted)
            self._gaps.append((gap, wanted, end))
            self._tell(gap)
        elif record.sequence < wanted:
            self._seen.add(record.sequence)
            message = f"record {record.sequence} stands after record {last.sequence}"
            self._tell(Problem("moved", message, *place))
        elif record.prev not in (last.own, last.computed):
            message = f"record {record.sequence} does not follow from record {last.sequence}: one of them was replaced"
            self._tell(Problem("replaced", message, *place))

    def _close_gaps(self) -> None:
        """Tell what was moved, missing in one place and standing in another, from what was added."""
        missing = {number for _, first, end in self._gaps for number in self._seen if first <= number <= end}
        for index, problem in enumerate(self._problems):
            if problem.kind == "moved" and problem.sequence not in missing:
                said = f"{problem.message}, which has its number or follows it: it was added, or is there twice"
                self._problems[index] = problem._replace(kind="added", message=said)
        for gap, first, end in self._gaps:
            if gap in self._problems and all(
                number in self._seen for number in range(first, min(end, first + 9999) + 1)
            ):
                self._problems[self._problems.index(gap)] = gap._replace(kind="moved")

    def _check_ends(self) -> None:
        head, last = self._head, self._last
        if head is None:
            if last is None:
                raise _Unreadable(f"{self._path}: it has no record of an audit trail")
            told = "there is no head, so that a cut end cannot be seen"
            if self._headless:
                self._notes.append(told)
            else:
                self._tell(Problem("head", f"{told} (--no-head checks the rest)", head_path(self._path)))
            if self._first > 1:
                self._notes.append(f"it begins with record {self._first}; what was before is not among the files given")
            return
        if isinstance(head, HeadInvalid):
            return
        end = last.sequence if last is not None else 0
        if last is not None and self._first > head.first:
            message = f"records {head.first} to {self._first - 1} are missing at the beginning"
            self._tell(Problem("removed", message, sequence=head.first))
        elif last is not None and self._first < head.first:
            self._notes.append(f"records before {head.first} were to be removed, and are still there")
        if end < head.sequence:
            which = f"records {end + 1} to {head.sequence}" if end + 1 < head.sequence else f"record {head.sequence}"
            self._tell(Problem("cut", f"the end is missing: {which}", sequence=end + 1))
        elif last is not None and end == head.sequence and last.own != head.hash:
            self._tell(
                Problem("replaced", f"record {end} is not the one that the head names", last.file, last.line, end)
            )
        elif self._said_wrong and self._status is Status.OK:
            message = f"the head says {head.size} bytes and a file that begins with record {head.file}, which is not so"
            self._tell(Problem("head", message, head_path(self._path), sequence=head.sequence))
        elif not head.closed and (end > head.sequence or self._torn):
            self._unclosed(head, end)
        elif end > head.sequence:
            self._tell(Problem("added", f"records {head.sequence + 1} to {end} are behind the end", sequence=end))
        elif self._torn:
            self._tell(Problem("added", f"a line without an end, of {self._torn} bytes, is behind the end", self._path))

    def _unclosed(self, head: Head, end: int) -> None:
        more = end - head.sequence
        if more > MAX_BATCH or self._at_head != head.hash:
            message = f"records {head.sequence + 1} to {end} are behind the end, and no killed writer left them"
            self._tell(Problem("added", message, sequence=end))
        elif self._status is Status.OK:
            self._status = Status.UNCLOSED
            left = [f"{more} records that the head does not have yet, to {end}"] if more else []
            left += [f"a line without an end, of {self._torn} bytes"] if self._torn else []
            self._notes.append(f"the last writer was killed and left {' and '.join(left)}; the next run takes that in")
