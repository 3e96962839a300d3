"""Pure computation in a sealed, guarded script, beside CPython and beside pydantic-monty."""

from __future__ import annotations

import importlib.util
import math
import time
from pathlib import Path
from typing import Any

from bench.figures import Bound, Row, Samples, compared, interleave, milliseconds
from bench.running import one_core, plain, sealed

KERNELS = sorted(Path(__file__).parent.joinpath("kernels").glob("*.py"))
"""Each defines `kernel(n)`, plain Python that takes some tens of milliseconds for `SIZE` and returns a checksum."""
SIZE = 200_000
TIMED = """
import time

def timed(n):
    kernel(n // 20)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        result = kernel(n)
        taken.append(time.perf_counter() - start)
    return [min(taken), result]

timed({size})
"""
"""Start-up, compiling and the first calls are outside of what is timed, on both sides."""
MOST = 0.5


class Unsupported(Exception):
    """The peer cannot run this kernel; the text is what it says."""


def measure(*, quick: bool = False) -> list[Row]:
    """Measure each kernel, the mean of all, and on how many the peer for embedding is slower."""
    size, rounds = (2_000, 1) if quick else (SIZE, 7)
    kernels = KERNELS[:2] if quick else KERNELS
    rows: list[Row] = []
    faster: list[str] = []
    slower: list[str] = []
    refused: list[str] = []
    with one_core():
        for path in kernels:
            name, source = path.stem.replace("_", " "), path.read_text()
            script = source + TIMED.format(size=size)
            samples = _agreeing(script, source, size, rounds)
            note = ""
            if importlib.util.find_spec("pydantic_monty") is not None:
                try:
                    ratio = samples.our_median / min(monty(source, size)[0] for _ in range(rounds))
                    (faster if ratio < 1 else slower).append(f"{name} {ratio:.2f}")
                except Unsupported as error:
                    refused.append(f"{name} ({error})")
            rows.append(compared("compute", name, samples, limit=1.5, unit_of=milliseconds, note=note))
    return [*rows, _mean(rows), _beside_monty(faster, slower, refused)]


def _agreeing(script: str, source: str, size: int, rounds: int) -> Samples:
    """Return the samples of both sides. Raises RuntimeError where they compute different things."""
    results: set[Any] = set()

    def seconds(answer: list[Any]) -> float:
        spent, result = answer
        results.add(result)
        return float(spent)

    samples = interleave(lambda: seconds(sealed(script)), lambda: seconds(plain(script)), rounds=rounds)
    if len(results) != 1:
        raise RuntimeError(f"the sides disagree: {results}")
    return samples


def _mean(rows: list[Row]) -> Row:
    def mean(values: list[float]) -> float:
        return math.exp(sum(map(math.log, values)) / len(values))

    return Row(
        bench="compute", what=f"geometric mean of the {len(rows)} kernels, to CPython's",
        figure=mean([row.figure or 0 for row in rows]), low=mean([row.low or 0 for row in rows]),
        high=mean([row.high or 0 for row in rows]), limit=1.15,
    )  # fmt: skip


def _beside_monty(faster: list[str], slower: list[str], refused: list[str]) -> Row:
    what = "kernels on which it is faster than pydantic-monty, of those that both can run"
    count = len(faster) + len(slower)
    if not count:
        return Row(bench="compute", what=what, figure=None, note="not installed")
    said = [f"time to pydantic-monty's: {', '.join(faster + slower)}"]
    if refused:
        said.append(f"pydantic-monty cannot run {', '.join(refused)}")
    return Row(
        bench="compute", what=what, figure=100 * len(faster) / count, unit="%", limit=100 * MOST,
        bound=Bound.AT_LEAST, ours=f"{len(faster)} of {count}", note="; ".join(said),
    )  # fmt: skip


def monty(source: str, size: int) -> tuple[float, Any]:
    """Return the seconds and the result of `kernel(size)` in a warm session of pydantic-monty.

    Raises Unsupported where it refuses the source or a call.
    """
    import pydantic_monty

    with pydantic_monty.Monty() as pool, pool.checkout() as session:
        try:
            session.feed_run(source)
            session.feed_run(f"kernel({size // 20})")
            taken = []
            for _ in range(3):
                start = time.perf_counter()
                result = session.feed_run(f"kernel({size})")
                taken.append(time.perf_counter() - start)
        except pydantic_monty.MontyError as error:
            raise Unsupported(str(error).strip().splitlines()[-1][:80]) from None
    return min(taken), result
