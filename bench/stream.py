"""Reading a large file in large chunks: throughput beside CPython, and the broker's memory meanwhile."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench.figures import Bound, Row, interleave
from bench.running import PERMIT_ALL, child, one_core, plain

SCRIPT = """
import time

def timed(path):
    start = time.perf_counter()
    size = 0
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            size += len(chunk)
    return [time.perf_counter() - start, size]

timed({path!r})
"""
BROKER = """
import json, re, rexpy
result = rexpy.run({script!r}, policy={policy!r})
if not result.ok:
    raise SystemExit(str(result.error))
with open("/proc/self/status") as status:
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read()).group(1)) * 1024
print(json.dumps([*result.value, peak]))
"""
"""A broker in a process of its own. Not: ru_maxrss, which a child inherits from who started it."""

MIB = 1024 * 1024


def measure(*, quick: bool = False) -> list[Row]:
    """Measure 1 GiB that the page cache holds, one side after the other on one core."""
    size = (16 if quick else 1024) * MIB
    peaks: list[float] = []
    with tempfile.TemporaryDirectory() as directory, one_core():
        path = Path(directory, "large")
        with path.open("wb") as file:
            for _ in range(size // MIB):
                file.write(b"x" * MIB)
        script = SCRIPT.format(path=str(path))
        broker = [sys.executable, "-c", BROKER.format(script=script, policy=PERMIT_ALL)]

        def ours() -> float:
            spent, count, peak = json.loads(child(broker))
            peaks.append(peak / MIB)
            return _throughput(spent, count, size)

        def peer() -> float:
            spent, count = plain(script)
            return _throughput(spent, count, size)

        samples = interleave(ours, peer, rounds=2 if quick else 7)
    ratio, low, high = samples.ratio()
    return [
        Row(
            bench="stream", what=f"throughput of reading {size // MIB:,} MiB in 1 MiB chunks, of CPython's",
            figure=ratio * 100, low=low * 100, high=high * 100, unit="%", limit=40.0, bound=Bound.AT_LEAST,
            ours=f"{samples.our_median / MIB:,.0f} MiB/s", peer=f"{samples.peer_median / MIB:,.0f} MiB/s",
        ),
        Row(
            bench="stream", what="the broker's peak memory meanwhile", figure=max(peaks), low=min(peaks),
            high=max(peaks), unit="MiB", limit=80.0, ours=f"{max(peaks):.1f} MiB",
        ),
    ]  # fmt: skip


def _throughput(seconds: float, count: float, wanted: int) -> float:
    if count != wanted:
        raise RuntimeError(f"{count} bytes were read of {wanted}")
    return count / seconds
