"""Lines of a file, shown as far as a dictionary explains them; what it does not explain becomes a marker here."""

import os

from hostapi.grant import Entry, Granted, Sequel
from hostapi.redaction import MAX_LINE, REDACTED, Dictionary
from hostapi.unchecked import files

PIECE = 64 * 1024
"""Bytes of text after which a reply is full."""

READ = 64 * 1024
WORK = 4 * 1024 * 1024
"""Bytes of the file that one reply looks at: long lines leave little to show, and must not hold up the broker."""


class RedactedText(Sequel):
    """A file being shown, from its beginning to its end, in bounded memory: one line and one reply.

    Threat: sizes and places would tell of what is hidden. There is no seeking and no size, a marker has one length, and
    what is searched for is searched for in what was shown.
    """

    __slots__ = ("_dictionary", "_ended", "_fd", "_long", "_rest")

    def __init__(self, path: Granted[Entry], dictionary: Dictionary) -> None:
        """Open the file. Raises OSError."""
        self._fd = files.open_redacted(path)
        self._dictionary = dictionary
        self._rest = b""
        self._long = False
        self._ended = False

    def reply(self) -> list[object]:
        """Return [the text itself or -1 when that was all, the next lines]. Raises OSError; it is then closed."""
        try:
            shown = self._lines()
        except BaseException:
            self.close()
            raise
        if self._ended:
            self.close()
        return [-1 if self._ended else self, shown]

    def _lines(self) -> bytes:
        shown: list[bytes] = []
        size = looked_at = 0
        while size < PIECE and looked_at < WORK:
            data = os.read(self._fd, READ)
            looked_at += len(data)
            if not data:
                self._ended = True
                if self._long or self._rest:
                    shown.append(REDACTED if self._long else self._dictionary.shown(self._rest))
                break
            first, *more = data.split(b"\n")
            for line, ending in self._whole(first, more):
                said = REDACTED if ending else self._dictionary.shown(line)
                shown.append(said + b"\n")
                size += len(said) + 1
        return b"".join(shown)

    def _whole(self, first: bytes, more: list[bytes]) -> list[tuple[bytes, bool]]:
        """Return the lines that end here, each with whether it was too long, and keep what is begun."""
        if not more:
            self._begin(self._rest + first, long=self._long)
            return []
        found = [(b"", True) if self._long else (self._rest + first, False)]
        found += [(line, False) for line in more[:-1]]
        self._begin(more[-1], long=False)
        return found

    def _begin(self, rest: bytes, *, long: bool) -> None:
        self._long = long or len(rest) > MAX_LINE
        self._rest = b"" if self._long else rest

    def close(self) -> None:
        """Release the file. Never raises."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)
