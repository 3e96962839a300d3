"""What a run has used of the budgets that the broker counts."""

import errno
from math import inf
from time import monotonic

from hostapi.errors import LimitReached


class WriteMeter:
    """Bytes written to files, against `limit`."""

    __slots__ = ("_limit", "spent", "until")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.spent = 0
        self.until = inf
        """When the run ends at the latest, by `time.monotonic`: a long copy stops then."""

    def spend(self, count: int) -> None:
        """Take `count` bytes before they are written. Raises LimitReached; nothing is taken then.

        A negative count gives back what was taken and not written. Raises OSError ETIMEDOUT once the run is over.
        """
        if monotonic() > self.until:
            raise OSError(errno.ETIMEDOUT, "the run is over")
        if self.spent + count > self._limit:
            raise LimitReached(
                errno.EDQUOT,
                f"the run may write {self._limit} bytes and has written {self.spent}",
                limit="written_bytes",
                value=self._limit,
            )
        self.spent += count


class OutputBuffer:
    """The script's output: kept and passed on up to a limit, counted beyond it."""

    __slots__ = ("_kept", "_limit", "_parts", "truncated")

    MARKER = "\n[output cut here: the limit of {limit} bytes is reached; the script goes on]\n"

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = 0
        self._parts: dict[int, list[str]] = {1: [], 2: []}
        self.truncated = False

    def add(self, stream: int, data: bytes) -> str:
        """Keep a piece of output and return what of it is to be shown; the marker comes once, on the stream that
        overflowed.
        """
        # Threat: pieces of nothing would never reach the limit, and a list of them grows for ever.
        if self.truncated or not data:
            return ""
        room = self._limit - self._kept
        cut = len(data) > room
        # The worker sends whole characters; what a hostile one sends instead shows as replacement characters.
        text = data[:room].decode("utf-8", "ignore" if cut else "replace")
        self._kept += min(len(data), room)
        if cut:
            self.truncated = True
            text += self.MARKER.format(limit=self._limit)
        self._parts[stream].append(text)
        return text

    def text(self, stream: int) -> str:
        """Return everything kept of a stream."""
        return "".join(self._parts[stream])

    @property
    def kept(self) -> int:
        """Bytes kept of both streams."""
        return self._kept
