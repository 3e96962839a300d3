"""What the audit costs: a decision recorded beside one that is not, and scripts with an audit beside without."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rexpy
from bench.figures import Measure, Row, Samples, compared, interleave, microseconds, milliseconds
from bench.running import PERMIT_ALL, one_core
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import DIR, FILE, OPEN, READ
from rexpy.broker.audit.around import AuditedDecider
from rexpy.broker.audit.options import audit_options
from rexpy.broker.audit.run import RunAudit
from rexpy.broker.policy import Policy
from rexpy.broker.run import Plan
from rexpy.broker.session import Deciding

LIMIT_US = 15.0
"""What recording a decision may take."""

READS = """
import os, time

def timed(top):
    start = time.perf_counter()
    levels, words = {{}}, 0
    for directory, _, names in os.walk(top):
        for name in names:
            with open(os.path.join(directory, name)) as file:
                for line in file:
                    fields = line.split()
                    words += len(fields)
                    levels[fields[2]] = levels.get(fields[2], 0) + 1
    return [time.perf_counter() - start, words]

timed({top!r})
"""
STATS = """
import os, time

def timed(top):
    start = time.perf_counter()
    size = 0
    for directory, _, names in os.walk(top):
        for name in names:
            size += os.stat(os.path.join(directory, name)).st_size
    return [time.perf_counter() - start, size]

timed({top!r})
"""
LINE = "2026-11-25 10:00:00 WARNING shop: payment gateway timed out after 31 ms, attempt 2 of 5\n"


def measure(*, quick: bool = False) -> list[Row]:
    """Measure on one core: decisions in this process, then whole scripts over a tree of logs of 64 KiB."""
    with tempfile.TemporaryDirectory() as directory, one_core():
        return [_decision(Path(directory), quick=quick), *_scripts(Path(directory), quick=quick)]


def _decision(directory: Path, *, quick: bool) -> Row:
    """Return what three decisions, as reading a file asks them, take more when they are recorded, each."""
    count, rounds = (30, 5) if quick else (50, 301)
    options = audit_options(directory / "decisions")
    assert options is not None
    runner = rexpy.Runner(policy=Policy.from_text(PERMIT_ALL), principal='User::"bench"')
    plan = runner._plan("1", filename=None, args=None, argv=(), on_output=None)
    assert isinstance(plan, Plan)
    audit = RunAudit(options, runner.policy, plan)
    bare = runner.policy.authorizer(plan.principal)
    recorded = AuditedDecider(bare, audit, Deciding())
    try:
        samples = interleave(_asking(recorded.in_turn, count), _asking(_each(bare.decide), count), rounds=rounds)
    finally:
        audit.close()
    more = sorted(ours - peer for ours, peer in zip(samples.ours, samples.peer, strict=True))
    figure = more[len(more) // 2] * 1e6
    return Row(
        bench="audit", what="recording a decision, beyond the decision", figure=figure, unit="µs",
        low=more[len(more) // 4] * 1e6, high=more[len(more) * 3 // 4] * 1e6, limit=LIMIT_US,
        ours=microseconds(samples.our_median), peer=microseconds(samples.peer_median),
        note="remembered decisions; an absolute figure, of this machine",
    )  # fmt: skip


def _each(decide: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda needs: [decide(*need) for need in needs]


def _asking(ask: Callable[[Any], Any], count: int) -> Measure:
    directory, file = Resource(DIR, "/srv/data/app"), [Resource(FILE, f"/srv/data/app/{n}.log") for n in range(count)]
    needs = [[(OPEN, directory, ()), (OPEN, one, ()), (READ, one, ())] for one in file]

    def measured() -> float:
        start = time.perf_counter()
        for one in needs:
            ask(one)
        return (time.perf_counter() - start) / (3 * count)

    return measured


def _scripts(directory: Path, *, quick: bool) -> list[Row]:
    groups, files = (2, 5) if quick else (10, 40)
    top = directory / "logs"
    for number in range(groups):
        (top / f"group{number:03}").mkdir(parents=True)
        for name in range(files):
            (top / f"group{number:03}" / f"{name:03}.log").write_text(LINE * (65_000 // len(LINE)))
    rounds = 2 if quick else 9
    return [
        compared(
            "audit",
            f"a script that reads {groups * files} logs of 64 KiB by lines, with an audit, to without",
            _with_and_without(READS.format(top=str(top)), directory, rounds),
            limit=1.1,
            unit_of=milliseconds,
        ),
        compared(
            "audit",
            f"`os.walk` and `os.stat` of {groups * files} files, with an audit, to without",
            _with_and_without(STATS.format(top=str(top)), directory, rounds),
            limit=None,
            unit_of=milliseconds,
            note="the worst case: nothing but decisions, and without an audit most need not be asked",
        ),
    ]


def _with_and_without(script: str, directory: Path, rounds: int) -> Samples:
    def spent(audit: Path | None) -> float:
        result = rexpy.run(script, policy=PERMIT_ALL, audit=audit, limits=rexpy.Limits(wall_s=600, cpu_s=600))
        if not result.ok or not isinstance(result.value, list):
            raise RuntimeError(f"the benchmark's script failed: {result.error}")
        return float(result.value[0])

    return interleave(lambda: spent(directory / "audit"), lambda: spent(None), rounds=rounds)
