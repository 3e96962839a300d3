"""Opening and reading a file of 1 KiB in a script, beside CPython and beside pydantic-monty."""

from __future__ import annotations

import importlib.util
import tempfile
import time
from pathlib import Path

from bench.figures import Row, compared, interleave, microseconds
from bench.running import one_core, plain, sealed

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
    count = 200 if quick else 5_000
    rounds = 2 if quick else 9
    with tempfile.TemporaryDirectory() as directory, one_core():
        path = Path(directory, "small.txt")
        path.write_text("x" * SIZE)
        script = SCRIPT.format(path=str(path), count=count)
        beside = interleave(lambda: float(sealed(script)), lambda: float(plain(script)), rounds=rounds)
        rows = [
            compared(
                "read_small",
                "`open().read()` of 1 KiB in a script, decision remembered, to CPython's",
                beside,
                limit=3.5,
                unit_of=microseconds,
            )
        ]
        if importlib.util.find_spec("pydantic_monty") is None:
            return [
                *rows,
                Row(bench="read_small", what=_MONTY_WHAT, figure=None, limit=1 / 8, note="not installed"),
            ]
        calls = 50 if quick else 900
        beside = interleave(lambda: float(sealed(script)), lambda: monty(str(path), calls), rounds=rounds)
    rows.append(compared("read_small", _MONTY_WHAT, beside, limit=1 / 8, unit_of=microseconds))
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
