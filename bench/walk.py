"""Walking a tree and asking the status of each file, beside CPython."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.figures import Row, compared, interleave, milliseconds
from bench.running import held, plain, sealed

SCRIPT = """
import os, time

def timed(top):
    start = time.perf_counter()
    count = size = 0
    for directory, _, names in os.walk(top):
        for name in names:
            size += os.stat(os.path.join(directory, name)).st_size
            count += 1
    return [time.perf_counter() - start, count]

timed({top!r})
"""


def measure(*, quick: bool = False) -> list[Row]:
    """Measure 10,000 files in a hundred directories; every run decides each of them anew."""
    directories, files = (10, 10) if quick else (100, 100)
    with tempfile.TemporaryDirectory() as top:
        for number in range(directories):
            directory = Path(top, f"group{number:03}")
            directory.mkdir()
            for name in range(files):
                Path(directory, f"entry{name:03}.txt").write_text("x")
        script = SCRIPT.format(top=top)
        wanted = directories * files

        def checked(found: list[float]) -> float:
            if found[1] != wanted:
                raise RuntimeError(f"the walk found {found[1]} files of {wanted}")
            return found[0]

        def ours() -> float:
            return checked(sealed(script))

        def peer() -> float:
            return checked(plain(script))

        rounds = 2 if quick else 7
        free, one = interleave(ours, peer, rounds=rounds), interleave(held(ours), held(peer), rounds=rounds)
    what = f"`os.walk` and `os.stat` of {wanted:,} files in a script, to CPython's"
    return [
        compared("walk", what, free, limit=12.0, unit_of=milliseconds),
        compared("walk", "the same, held on one core", one, limit=None, unit_of=milliseconds),
    ]
