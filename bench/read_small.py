"""Opening and reading a file of 1 KiB in a script, beside CPython and beside pydantic-monty."""

from __future__ import annotations

import importlib.util
import tempfile
import time
from pathlib import Path

from bench.figures import Row, compared, interleave, microseconds
from bench.running import held, plain, sealed

SIZE = 1024
SCRIPT = """
import time

def timed(path, count):
    for _ in range(100):
        with open(path) as file:
            file.read()
    start = time.perf_counter()
    for _ in range(count):
        with open(path) as file:
            file.read()
    return (time.perf_counter() - start) / count

timed({path!r}, {count})
"""
MONTY = """
i = 0
while i < {count}:
    read_file({path!r})
    i = i + 1
i
"""
_MONTY_WHAT = "the same, to a pydantic-monty call of a host function that reads it"


def measure(*, quick: bool = False) -> list[Row]:
    """Measure with every decision remembered: the loop is entered after a hundred reads."""
    count, rounds = (200, 2) if quick else (5_000, 9)
    calls = 50 if quick else 900
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "small.txt")
        path.write_text("x" * SIZE)
        script = SCRIPT.format(path=str(path), count=count)

        def ours() -> float:
            return float(sealed(script))

        def peer() -> float:
            return float(plain(script))

        rows = [
            compared(
                "read_small",
                "`open().read()` of 1 KiB in a script, decision remembered, to CPython's",
                interleave(ours, peer, rounds=rounds),
                limit=3.5,
                unit_of=microseconds,
            ),
            compared(
                "read_small",
                "the same, held on one core",
                interleave(held(ours), held(peer), rounds=rounds),
                limit=None,
                unit_of=microseconds,
            ),
        ]
        if importlib.util.find_spec("pydantic_monty") is None:
            rows.append(Row(bench="read_small", what=_MONTY_WHAT, figure=None, limit=1 / 8, note="not installed"))
            return rows
        beside = interleave(ours, held(lambda: monty(str(path), calls)), rounds=rounds)
    note = "pydantic-monty has one core, where it is fastest"
    rows.append(compared("read_small", _MONTY_WHAT, beside, limit=1 / 8, unit_of=microseconds, note=note))
    return rows


def monty(path: str, count: int) -> float:
    """Return the seconds of one call of a host function from a warm session of pydantic-monty.

    A session makes a thousand calls at most.
    """
    import pydantic_monty

    def read_file(name: str) -> str:
        with open(name) as file:
            return file.read()

    with pydantic_monty.Monty() as pool, pool.checkout() as session:
        lookup = {"read_file": read_file}
        session.feed_run(MONTY.format(count=20, path=path), external_lookup=lookup)
        code = MONTY.format(count=count, path=path)
        start = time.perf_counter()
        done = session.feed_run(code, external_lookup=lookup)
        spent = time.perf_counter() - start
    if done != count:
        raise RuntimeError(f"pydantic-monty made {done} calls instead of {count}")
    return spent / count
