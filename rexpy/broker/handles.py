"""The numbers that a script holds in place of descriptors. A number is never used twice in a run."""

import errno
import os

from hostapi.errors import LimitReached
from hostapi.grant import Held, OpenFile, Sequel


class Handles:
    """Everything that one run holds open, at most `limit` at once."""

    __slots__ = ("_held", "_limit", "_next")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._next = 0
        self._held: dict[int, OpenFile | Sequel] = {}

    def require_room(self) -> None:
        """Raise LimitReached when no more may be opened; asked before anything is."""
        if len(self._held) >= self._limit:
            raise LimitReached(
                errno.EMFILE,
                f"{os.strerror(errno.EMFILE)}: the run may hold {self._limit} at once",
                limit="handles",
                value=self._limit,
            )

    def add(self, held: OpenFile | Sequel) -> int:
        """Keep `held` and return its number."""
        number = self._next
        self._next += 1
        self._held[number] = held
        return number

    def get(self, number: int) -> OpenFile | Sequel:
        """Return what `number` stands for. Raises OSError EBADF."""
        held = self._held.get(number)
        if held is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return held

    def take(self, number: int) -> None:
        """Forget `number`; what it stood for is the caller's to close."""
        self._held.pop(number, None)

    def close(self, number: int) -> None:
        """Close what `number` stands for, if anything. Never raises."""
        held = self._held.pop(number, None)
        if held is not None:
            release(held)

    def close_all(self) -> None:
        """Close everything; whole-file writes that were not committed are forgotten. Never raises."""
        for number in list(self._held):
            self.close(number)


def release(held: Held) -> None:
    """Close one. Never raises: the descriptor is gone either way, and the writes were reported when they were made."""
    try:
        held.close()
    except OSError:
        pass
