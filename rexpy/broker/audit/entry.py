"""A record before it has its place, and a chain that is kept in memory."""

from typing import NamedTuple

from hostapi.errors import EndsRun
from rexpy.broker.audit.form import KEYED, NOTHING_BEFORE, PLAIN, digest


class AuditFailed(EndsRun):
    """A record cannot be written, or what is there does not agree with its head."""


class Entry(NamedTuple):
    """A record but for its place in the chain: what comes before the sequence number, and before the last hash."""

    before: str
    after: str
    severity: int


class Chain:
    """The next place of a chain that is kept in memory: of the records of one run that go to no file."""

    __slots__ = ("_key", "_name", "_prev", "_sequence")

    def __init__(self, key: bytes | None) -> None:
        self._key = key
        self._name = PLAIN if key is None else KEYED
        self._prev = NOTHING_BEFORE
        self._sequence = 0

    def append(self, *entries: Entry) -> list[bytes]:
        """Return the whole lines of records."""
        lines = []
        for entry in entries:
            self._sequence += 1
            line, self._prev = line_of(entry, self._sequence, self._prev, self._name, self._key)
            lines.append(line)
        return lines

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""


def line_of(entry: Entry, sequence: int, prev: str, name: str, key: bytes | None) -> tuple[bytes, str]:
    """Return the line of a record in its place, with its end, and its hash; `name` is PLAIN or KEYED."""
    body = f'{entry.before}{sequence}{entry.after}{prev}"'.encode("ascii")
    own = digest(body, key)
    return body + f',"{name}":"{own}"}}}}\n'.encode("ascii"), own
