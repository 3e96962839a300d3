"""Every benchmark by its name, in the order of the table."""

from __future__ import annotations

from typing import Protocol

from bench import audit, compute, decision, memory, policy, read_small, roundtrip, start, stream, walk
from bench.figures import Row


class Benchmark(Protocol):
    """Measures, and returns its rows; *quick* only shows that it works."""

    def __call__(self, *, quick: bool = False) -> list[Row]:
        """Measure."""


BENCHMARKS: dict[str, Benchmark] = {
    "start": start.measure,
    "roundtrip": roundtrip.measure,
    "read_small": read_small.measure,
    "decision": decision.measure,
    "policy": policy.measure,
    "audit": audit.measure,
    "walk": walk.measure,
    "stream": stream.measure,
    "memory": memory.measure,
    "compute": compute.measure,
}
