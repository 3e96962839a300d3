"""Streams the records of trails, oldest first: what was rotated, then the current file. Holds one line at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from rexpy.broker.audit.form import MAX_LINE, head_path, rotated_from
from rexpy.errors import Finding, InputInvalid
from rexpy.tooling.recorded.record import Record, decode
from rexpy.tooling.trails import lines_of, open_trail

STDIN = "-"


class TrailUnreadable(InputInvalid):
    """A trail cannot be read, or holds no record."""


class Counts:
    """What reading came across."""

    __slots__ = ("bytes", "files", "other", "records")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.bytes = 0
        self.records = 0
        self.other = 0
        """Lines that are no record of this form."""

    def as_json(self) -> dict[str, object]:
        """Return the fields as JSON can say them."""
        return {"files": self.files, "bytes": self.bytes, "records": self.records, "other_lines": self.other}


def unreadable(path: str, message: str) -> TrailUnreadable:
    """Return the error of a file."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    return TrailUnreadable((Finding(shown, 0, 0, message),))


def read(paths: Iterable[str], counts: Counts, progress: Callable[[int], None] | None = None) -> Iterator[Record]:
    """Yield the records of the trails at *paths*, each with what was rotated, as they are now; count in *counts*.

    `-` is standard input; a rotated file is read by itself. *progress* is told the bytes of each line. Raises
    TrailUnreadable for a file that cannot be read, and where there were lines and no record among them.
    """
    for path in paths:
        before, lines = counts.records, counts.other
        try:
            yield from _records(_lines(path, counts), counts, progress)
        except OSError as error:
            raise unreadable(path, f"cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise unreadable(path, f"cannot be read: {error}") from None
        if counts.other > lines and counts.records == before:
            raise unreadable(path, "no audit trail: none of its lines is a record that `rexpy run --audit` writes")


def _lines(path: str, counts: Counts) -> Iterator[bytes]:
    if path == STDIN:
        counts.files.append(path)
        yield from _endless(sys.stdin.buffer)
        return
    path = os.path.abspath(path)
    alone = rotated_from(path) is not None and not os.path.lexists(head_path(path))
    with open_trail(path, [path] if alone else ()) as trail:
        for part in trail.files:
            counts.files.append(part.path)
            yield from lines_of(part.stream, part.size)


def _endless(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(MAX_LINE + 1):
        yield line


def _records(lines: Iterator[bytes], counts: Counts, progress: Callable[[int], None] | None = None) -> Iterator[Record]:
    middle = False
    for line in lines:
        counts.bytes += len(line)
        if progress is not None:
            progress(len(line))
        # What is longer than any record comes in pieces, and is one line that is none.
        beginning, middle = not middle, not line.endswith(b"\n")
        if not beginning or line.isspace():
            continue
        record = decode(line)
        if record is None:
            counts.other += 1
        else:
            counts.records += 1
            yield record
