"""The processors of one run: one for broker and worker, which talk in turn, or one for each.

A bare echo over a socket pair takes 6 us where both sides wait on one processor, 62 us where they wait on two, for
every message wakes a sleeping one; and 5 us on two where each side looks for the message instead (2 cores, Linux 6.18).
What decides between the two ways is `rexpy/broker/pace.py`.
"""

import itertools
import os
from collections.abc import Iterable
from types import TracebackType

_turn = itertools.count(os.getpid())
"""Which processor the next run takes, so that runs side by side spread over all of them."""


class Processors:
    """Holds the calling thread and the processes `pids` on one processor for the length of a `with` block.

    Where the system does not allow it, everything runs as it did. The broker alone sets them: a sealed worker cannot.
    """

    __slots__ = ("_allowed", "_held", "_one", "pids")

    def __init__(self, pids: set[int]) -> None:
        self.pids = pids
        self._allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
        self._one = {sorted(self._allowed)[next(_turn) % len(self._allowed)]} if self._allowed else set()
        self._held = False

    @property
    def count(self) -> int:
        """How many processors this run may use."""
        return len(self._allowed)

    def __enter__(self) -> "Processors":
        if len(self._allowed) > 1:
            self._held = self._place(self.pids, self._one) and self._place((0,), self._one)
            if not self._held:
                self._place((0,), self._allowed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held:
            self._place((0,), self._allowed)

    def apart(self) -> bool:
        """Let the worker have any processor but the broker's; return whether that can be done."""
        return self._held and self._place(self.pids, self._allowed - self._one)

    def together(self) -> None:
        """Have broker and worker on one processor again."""
        self._place(self.pids, self._one)

    def _place(self, pids: Iterable[int], processors: set[int]) -> bool:
        try:
            for pid in pids:
                os.sched_setaffinity(pid, processors)
        except OSError:
            return False
        return True
