"""What a killed writer left behind the end that the head names: whole records, half a one, or both."""

import os
from typing import NamedTuple

from rexpy.broker.audit.form import KEYED, MAX_BATCH, MAX_LINE, PLAIN, Head, digest, link


class Left(NamedTuple):
    """`head`: with the whole records taken in, `adopted` of them. `torn`: the half one."""

    head: Head
    adopted: int
    torn: bytes


def left_behind(fd: int, size: int, head: Head, key: bytes | None) -> Left | None:
    """Return what is behind the head's end in a file of `size` bytes; None where no killed writer can have left it.

    Nothing is behind the end of a closed head. Raises OSError.
    """
    if head.closed:
        return None
    beyond = os.pread(fd, MAX_BATCH * MAX_LINE, head.size)
    *lines, torn = beyond.split(b"\n")
    if len(lines) > MAX_BATCH or size != head.size + len(beyond):
        return None
    for line in lines:
        own = _follows(line, head, key)
        if own is None:
            return None
        head = head._replace(sequence=head.sequence + 1, hash=own, size=head.size + len(line) + 1)
    return Left(head, len(lines), torn)


def _follows(line: bytes, head: Head, key: bytes | None) -> str | None:
    """Return the hash of a line that is the record after the head's, None for any other."""
    found = link(line)
    if found is None or found.prev != head.hash or digest(found.body, key) != found.own:
        return None
    sequence = b'"sequence":%d},"unmapped":{' % (head.sequence + 1)
    return found.own if found.keyed is (key is not None) and sequence in line else None


def ends_as_said(fd: int, head: Head, key: bytes | None) -> bool:
    """Whether what ends where the head says is the record that it names. Raises OSError."""
    end = b'"%b":"%b"}}\n' % ((PLAIN if key is None else KEYED).encode(), head.hash.encode())
    return os.pread(fd, len(end), head.size - len(end)) == end
