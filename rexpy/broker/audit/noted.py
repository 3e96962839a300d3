"""The facts that policies were told of a request, noted for its record: the time, and what the run had used."""

import time

from hostapi.vocabulary.base import Attributes
from rexpy.broker.policy.facts import Facts


class Noted:
    """Passes facts on and keeps the last that were asked for."""

    __slots__ = ("_facts", "_time", "_usage")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._time: float | None = None
        self._usage: tuple[int, int] | None = None

    def facts(self) -> Facts:
        """Return the same facts, which are noted when they are asked for."""
        return Facts(self._facts.run, None if self._facts.usage is None else self._ask_usage, self._ask_clock)

    def _ask_clock(self) -> float:
        self._time = self._facts.clock()
        return self._time

    def _ask_usage(self) -> tuple[int, int]:
        assert self._facts.usage is not None
        self._usage = self._facts.usage()
        return self._usage

    def take(self) -> Attributes:
        """Return what was asked for since the last time, as policies see it: whole seconds, in UTC."""
        found: list[tuple[str, object]] = []
        if self._time is not None:
            found.append(("time", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(self._time)))))
        if self._usage is not None:
            calls, written = self._usage
            found.append(("usage", (("calls", calls), ("bytes_written", written))))
        self._time = self._usage = None
        return tuple(found)
