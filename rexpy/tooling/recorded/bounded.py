"""Counts that take bounded memory, however many different things are counted.

What a trail holds was chosen by scripts: a million names that each occur once must not fill the reader's memory, nor
push out what occurs often.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Tally:
    """How requests were decided. An error is not among the denied."""

    __slots__ = ("allowed", "denied", "errors")

    def __init__(self, allowed: int = 0, denied: int = 0, errors: int = 0) -> None:
        self.allowed = allowed
        self.denied = denied
        self.errors = errors

    @property
    def total(self) -> int:
        """All of them."""
        return self.allowed + self.denied + self.errors

    @property
    def refused(self) -> int:
        """Those that were not allowed."""
        return self.denied + self.errors

    def count(self, effect: str) -> None:
        """Count a decision."""
        if effect == "permit":
            self.allowed += 1
        elif effect == "error":
            self.errors += 1
        else:
            self.denied += 1

    def add(self, other: Tally) -> None:
        """Add what *other* counted."""
        self.allowed += other.allowed
        self.denied += other.denied
        self.errors += other.errors

    def as_json(self) -> dict[str, int]:
        """Return the fields as JSON can say them."""
        return {"allowed": self.allowed, "denied": self.denied, "errors": self.errors}


class Tallies(Generic[K]):
    """A tally for each of at most *limit* keys; when there are more, the half that occurred least is let go.

    A key that is let go and comes again begins anew, so counts of rare keys may be too low; `dropped` says how many
    decisions are in no count.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._found: dict[K, Tally] = {}
        self.dropped = 0

    def __getitem__(self, key: K) -> Tally:
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= self._limit:
                self._halve()
            found = self._found[key] = Tally()
        return found

    def _halve(self) -> None:
        # The newest of equals stay: what comes in bursts would else never get to be counted.
        order = sorted(self._found.items(), key=lambda item: item[1].total)
        for key, tally in order[: self._limit // 2]:
            self.dropped += tally.total
            del self._found[key]

    def most(self, by: str = "total", limit: int | None = None) -> list[tuple[K, Tally]]:
        """Return keys with their tallies, those with the largest *by* first, and none where that is 0."""
        order = sorted(self._found.items(), key=lambda item: (-int(getattr(item[1], by)), str(item[0])))
        return [item for item in order if getattr(item[1], by)][:limit]

    def __len__(self) -> int:
        return len(self._found)


STEPS_MS = (
    *(1, 2, 10, 50, 100, 500),
    *(1000 * s for s in (1, 5, 10, 30)),
    *(60_000 * m for m in (1, 5, 10, 30)),
    *(3_600_000 * h for h in (1, 3, 6, 12)),
    *(86_400_000 * d for d in (1, 7, 28, 364, 3_640, 36_400, 364_000)),
)
"""Widths of a bucket that people read well, in milliseconds; each is a multiple of the one before, so that buckets can
be put together, and the last holds all times that a record can have in a few."""


class Timeline:
    """Tallies over time, in at most *limit* buckets of one width, which grows as the time does."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._width = 0
        self._found: dict[int, Tally] = {}

    def count(self, time: int, effect: str) -> None:
        """Count a decision made at *time*, in epoch milliseconds."""
        step = STEPS_MS[self._width]
        tally = self._found.get(time // step)
        if tally is None:
            tally = self._found[time // step] = Tally()
            tally.count(effect)
            while self._too_many():
                self._widen()
        else:
            tally.count(effect)

    def _too_many(self) -> bool:
        return max(self._found) - min(self._found) >= self._limit and self._width + 1 < len(STEPS_MS)

    def _widen(self) -> None:
        old, self._width = STEPS_MS[self._width], self._width + 1
        new: dict[int, Tally] = {}
        for number, tally in self._found.items():
            new.setdefault(number * old // STEPS_MS[self._width], Tally()).add(tally)
        self._found = new

    def buckets(self, limit: int) -> tuple[int, list[tuple[int, Tally]]]:
        """Return the width in milliseconds and at most *limit* buckets without a gap: their beginnings and tallies."""
        if not self._found:
            return 0, []
        made = Timeline(limit)
        made._width, made._found = self._width, dict(self._found)
        while made._too_many():
            made._widen()
        step = STEPS_MS[made._width]
        first, last = min(made._found), max(made._found)
        return step, [(number * step, made._found.get(number, Tally())) for number in range(first, last + 1)]
