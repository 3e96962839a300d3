"""The memory that is the worker's own (USS) while it runs a trivial script, beside a bare interpreter's."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path

from bench.figures import Row
from bench.running import PERMIT_ALL
from rexpy.api import Runner, start_worker
from rexpy.broker.worker_process import WorkerProcess
from rexpy.seal.options import SealOptions

MIB = 1024 * 1024
LIMIT = 20.0
SCRIPT = """
import time
print("running", flush=True)
time.sleep(0.3)
"""
_WHAT = "the worker's own memory (USS) for a trivial script"


def measure(*, quick: bool = False) -> list[Row]:
    """Measure when the script's first output arrives: it has run, and it sleeps."""
    if not Path("/proc/self/smaps_rollup").exists():
        return [Row(bench="memory", what=_WHAT, figure=None, unit="MiB", limit=LIMIT, note="no smaps_rollup here")]
    try:
        taken = [_one_run() for _ in range(1 if quick else 5)]
    except PermissionError:
        note = "the worker's memory is readable for root only here"
        return [Row(bench="memory", what=_WHAT, figure=None, unit="MiB", limit=LIMIT, note=note)]
    worker = [pair[0] for pair in taken]
    launcher = statistics.median(pair[1] for pair in taken)
    figure = statistics.median(worker)
    return [
        Row(
            bench="memory",
            what=_WHAT,
            figure=figure,
            low=min(worker),
            high=max(worker),
            unit="MiB",
            limit=LIMIT,
            ours=f"{figure:.1f} MiB",
            peer=f"{_bare_interpreter():.1f} MiB",
            note=f"the peer is `python -I -S`; its launcher holds {launcher:.1f} MiB more",
        )
    ]


def _one_run() -> tuple[float, float]:
    """Return the MiB of the worker and of its launcher."""
    options = SealOptions()
    seen: list[tuple[float, float]] = []
    failed: list[OSError] = []
    with start_worker(options) as worker:

        def look(stream: int, text: str) -> None:
            try:
                seen.append(_worker_and_launcher(worker))
            except OSError as error:
                failed.append(error)

        result = Runner(policy=PERMIT_ALL).run_in(worker, SCRIPT, on_output=look)
    if failed:
        raise failed[0]
    if not result.ok or not seen:
        raise RuntimeError(f"the benchmark's script failed: {result.error}")
    return seen[0]


def _worker_and_launcher(worker: WorkerProcess) -> tuple[float, float]:
    pids = worker.pids()
    below = {pid for pid in pids if _parent(pid) in pids}
    return sum(map(_own, below)), sum(map(_own, pids - below))


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _own(pid: int) -> float:
    """Return the MiB that only this process holds."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.MULTILINE)) / 1024


def _bare_interpreter() -> float:
    command = [sys.executable, "-I", "-S", "-c", "import sys; print(flush=True); sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as peer:
        assert peer.stdout is not None
        peer.stdout.readline()
        own = _own(peer.pid)
        peer.communicate()
    return own
