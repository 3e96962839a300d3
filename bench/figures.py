"""What a measurement yields: samples of both sides, taken in turn, and the row that is made of them."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Measure = Callable[[], float]


class Bound(StrEnum):
    """On which side of its limit a figure is good."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table.

    `figure` is what `limit` bounds, in `unit`; `low` and `high` are the quartiles of its rounds. `ours` and
    `peer` are medians with their own units in the text. A row without a figure says in `note` why.
    """

    bench: str
    what: str
    figure: float | None
    unit: str = "×"
    low: float | None = None
    high: float | None = None
    limit: float | None = None
    bound: Bound = Bound.AT_MOST
    ours: str = ""
    peer: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the figure keeps its limit; None where there is no figure or no limit."""
        if self.figure is None or self.limit is None:
            return None
        return self.figure <= self.limit if self.bound is Bound.AT_MOST else self.figure >= self.limit


@dataclass(frozen=True, slots=True)
class Samples:
    """The rounds of one comparison, pair by pair: each pair was measured in immediate succession."""

    ours: tuple[float, ...]
    peer: tuple[float, ...]

    @property
    def our_median(self) -> float:
        """The median of our side."""
        return statistics.median(self.ours)

    @property
    def peer_median(self) -> float:
        """The median of the peer's side."""
        return statistics.median(self.peer)

    def ratio(self) -> tuple[float, float, float]:
        """Return median and quartiles of ours / peer, taken pair by pair.

        Pair by pair, because the load of a shared machine changes between rounds and hardly within one.
        """
        each = sorted(ours / peer for ours, peer in zip(self.ours, self.peer, strict=True))
        if len(each) < 2:
            return each[0], each[0], each[0]
        low, _, high = statistics.quantiles(each, n=4, method="inclusive")
        return statistics.median(each), low, high


def interleave(ours: Measure, peer: Measure, *, rounds: int) -> Samples:
    """Measure both sides in turn, *rounds* times, after one round of each that does not count."""
    ours()
    peer()
    taken = [(ours(), peer()) for _ in range(rounds)]
    return Samples(tuple(pair[0] for pair in taken), tuple(pair[1] for pair in taken))


def compared(
    bench: str,
    what: str,
    samples: Samples,
    *,
    limit: float | None,
    unit_of: Callable[[float], str],
    note: str = "",
) -> Row:
    """Return the row of a ratio that must be at most *limit*."""
    figure, low, high = samples.ratio()
    return Row(
        bench=bench, what=what, figure=figure, low=low, high=high, limit=limit,
        ours=unit_of(samples.our_median), peer=unit_of(samples.peer_median), note=note,
    )  # fmt: skip


def milliseconds(seconds: float) -> str:
    """Return seconds as text in milliseconds."""
    return f"{seconds * 1e3:.1f} ms"


def microseconds(seconds: float) -> str:
    """Return seconds as text in microseconds."""
    return f"{seconds * 1e6:.1f} µs"
