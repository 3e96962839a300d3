"""Lines of a file, shown as far as a dictionary explains them; what it does not explain becomes a marker here."""

import os
from collections.abc import Iterator

from hostapi.grant import Deadline, Entry, Granted, Sequel
from hostapi.redaction import MAX_LINE, REDACTED, Dictionary
from hostapi.unchecked import files

PIECE = 64 * 1024
"""Bytes of text after which a reply is full."""

READ = 64 * 1024


class RedactedText(Sequel):
    """A file being shown, from its beginning to its end, in bounded memory: one line and one reply.

    Threat: sizes and places would tell of what is hidden. There is no seeking and no size, a marker has one length, and
    what is searched for is searched for in what was shown. Invariant: where a reply ends, too, depends on nothing but
    the text that was shown, so many replies tell no more than one long text would. The deadline ends one that has
    little to show of a long file.
    """

    __slots__ = ("_fd", "_lines")

    def __init__(self, path: Granted[Entry], dictionary: Dictionary, deadline: Deadline) -> None:
        """Open the file. Raises OSError."""
        self._fd = files.open_redacted(path)
        self._lines = _shown(self._fd, dictionary, deadline)

    def reply(self) -> list[object]:
        """Return [the text itself or -1 when that was all, the next lines]. Raises OSError, RunOver; it is
        then closed."""
        shown: list[bytes] = []
        size = 0
        try:
            for line in self._lines:
                shown.append(line)
                size += len(line)
                if size >= PIECE:
                    return [self, b"".join(shown)]
        except BaseException:
            self.close()
            raise
        self.close()
        return [-1, b"".join(shown)]

    def close(self) -> None:
        """Release the file. Never raises."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


def _shown(fd: int, dictionary: Dictionary, deadline: Deadline) -> Iterator[bytes]:
    """Yield what is shown of each line. Raises OSError, RunOver."""
    begun, long = b"", False
    while data := os.read(fd, READ):
        deadline.check()
        *ended, rest = data.split(b"\n")
        for line in ended:
            deadline.check()
            yield (REDACTED if long else dictionary.shown(begun + line)) + b"\n"
            begun, long = b"", False
        # One byte more than a line may have: it can be a carriage return, which is no part of it.
        long = long or len(begun) + len(rest) > MAX_LINE + 1
        begun = b"" if long else begun + rest
    if long or begun:
        yield REDACTED if long else dictionary.shown(begun)
