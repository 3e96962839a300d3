"""Opens an audit trail for reading: the file, what was rotated, the head, as they are at one moment.

Takes the writers' lock for as long as it takes to look where the end is; they go on while the files are read.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, NamedTuple

from rexpy.broker.audit.form import HEAD_SIZE, MAX_LINE, Head, HeadInvalid, head_path, parse_head, rotated_from
from rexpy.broker.audit.places import lock, rotated_files

LOCK_WAIT_S = 10.0
"""How long a writer may hold the lock, as among writers."""


class Part(NamedTuple):
    """One file of a trail, open, and how much of it was there."""

    path: str
    stream: BinaryIO
    size: int


class Trail(NamedTuple):
    """The files in chain order. The head is None where there is none, an error where it is not good."""

    files: tuple[Part, ...]
    head: Head | HeadInvalid | None


@contextmanager
def open_trail(base: str, parts: Sequence[str] = (), key: bytes | None = None) -> Iterator[Trail]:
    """Open the trail whose current file is `base`; with `parts` just those rotated files of it, without the head.

    Raises OSError, also where nothing of it is there.
    """
    with ExitStack() as opened:
        if parts:
            ordered = sorted(parts, key=lambda part: rotated_from(part) or ("", 0))
            yield Trail(tuple(_open(part, opened) for part in ordered), None)
            return
        found = _whole(base, key, opened)
        while found is None:
            found = _whole(base, key, opened)
        yield found


def lines_of(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the lines of the first `size` bytes, with their ends; what is longer than a record comes in pieces."""
    left = size
    while left > 0:
        line = stream.readline(min(left, MAX_LINE + 1))
        if not line:
            return
        left -= len(line)
        yield line


def open_part(path: str) -> BinaryIO:
    """Open one file to read. Raises OSError, also for what is no regular file."""
    # Threat: a FIFO in the place of a file would hold the reader up.
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "Not a regular file", path)
    return os.fdopen(fd, "rb")


def _open(path: str, opened: ExitStack) -> Part:
    stream = opened.enter_context(open_part(path))
    return Part(path, stream, os.fstat(stream.fileno()).st_size)


def _whole(base: str, key: bytes | None, opened: ExitStack) -> Trail | None:
    """Return the trail, None where it began just now."""
    held: int | None = None
    head: Head | HeadInvalid | None = None
    if os.path.lexists(head_path(base)):
        held = os.open(head_path(base), os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
        opened.callback(os.close, held)
        if not lock(held, LOCK_WAIT_S, fcntl.LOCK_SH):
            raise OSError(errno.EAGAIN, f"a writer has held the lock for {LOCK_WAIT_S:g} s", head_path(base))
    files = [_open(path, opened) for _, path in rotated_files(base)]
    try:
        files.append(_open(base, opened))
    except FileNotFoundError:
        # Where its head or what was rotated is left, that is a finding, not a mistake of who asks.
        if held is None and not files:
            raise
    if held is None and os.path.lexists(head_path(base)):
        return None
    if held is not None:
        data = os.pread(held, HEAD_SIZE + 1, 0)
        try:
            # An empty one is of a chain that is about to begin.
            head = parse_head(data, key) if data else None
        except HeadInvalid as error:
            head = error
        fcntl.flock(held, fcntl.LOCK_UN)
    return Trail(tuple(files), head)
