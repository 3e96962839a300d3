"""Follows a trail as it grows, across rotation: nothing is lost between the file that ends and the one that begins."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO

from rexpy.broker.audit.form import MAX_LINE
from rexpy.broker.audit.places import rotated_files
from rexpy.tooling.recorded.reading import Counts, unreadable
from rexpy.tooling.recorded.record import Record, decode
from rexpy.tooling.trails import open_part


def follow(
    path: str, counts: Counts, wait: Callable[[], None], missed: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Record | None]:
    """Yield the records of the current file at *path* and then each new one; None when there is none at the moment.

    After each None, *wait* is called. *missed* is told the first and the last number of records that are not there:
    those of a file that was removed to keep the bound before it could be read. Ends only with the caller. Raises
    TrailUnreadable where the file is not there to begin with.
    """
    path = os.path.abspath(path)
    try:
        stream = open_part(path)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from None
    last = 0
    try:
        while True:
            for record in _whole_lines(stream, counts):
                if last and record.sequence > last + 1:
                    missed(last + 1, record.sequence - 1)
                last = max(last, record.sequence)
                yield record
            if not _replaced(path, stream):
                yield None
                wait()
                continue
            # Invariant: the old file is at its end now: it got its new name when the last record was in it.
            for record in _whole_lines(stream, counts):
                last = max(last, record.sequence)
                yield record
            stream.close()
            while (following := _next(path, last)) is None:
                yield None
                wait()
            stream = following
    finally:
        stream.close()


def _whole_lines(stream: BinaryIO, counts: Counts) -> Iterator[Record]:
    """Yield the records up to the end, or to a line that has none yet."""
    while True:
        place = stream.tell()
        line = stream.readline(MAX_LINE + 1)
        if not line.endswith(b"\n") and len(line) <= MAX_LINE:
            stream.seek(place)
            return
        record = decode(line) if line.endswith(b"\n") else None
        if record is not None:
            counts.records += 1
            yield record
        else:
            counts.other += 1


def _replaced(path: str, stream: BinaryIO) -> bool:
    try:
        now = os.stat(path)
    except OSError:
        return False  # between two names; or taken away, and then perhaps made anew
    mine = os.fstat(stream.fileno())
    return (now.st_dev, now.st_ino) != (mine.st_dev, mine.st_ino)


def _next(path: str, last: int) -> BinaryIO | None:
    """Return the file that goes on after record *last*: one that was itself rotated meanwhile, or the current one.

    None where it is between two names, or was removed to keep the bound and the next is not there yet.
    """
    # Invariant: the current file is opened before the others are looked for: one that was rotated before that is seen.
    found = _open_or_none(path)
    try:
        later = [rotated for first, rotated in rotated_files(path) if first > last]
    except OSError:
        later = []
    for each in later:
        earlier = _open_or_none(each)
        if earlier is not None:
            if found is not None:
                found.close()
            return earlier
    return found


def _open_or_none(path: str) -> BinaryIO | None:
    try:
        return open_part(path)
    except OSError:
        return None
