"""Decisions under 1, 100 and 1,000 policies, remembered and not; checking and reloading a thousand policies."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cedarpy

from bench.decision import entities_of
from bench.figures import Row, Samples, compared, interleave, microseconds, milliseconds
from bench.running import one_core
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import FILE, READ
from rexpy.broker.policy import Policy
from rexpy.broker.policy.facts import Facts, RunFacts

SIZES = (1, 100, 1000)
_WHO = Resource("User", "bench")
_FACTS = Facts(lambda: RunFacts("run", "00", "/"), lambda: (1, 0))


def policies(count: int) -> str:
    """Return *count* policies that all may match a read; the last grants what is asked, and reads the path in a way
    that makes each path a new question."""
    grants = [
        f'@id("tree-{number}") permit(principal, action == file_system::Action::"read", '
        f'resource in file_system::Dir::"/srv/tree-{number}");\n'
        for number in range(count - 1)
    ]
    return "".join(grants) + (
        '@id("last") permit(principal, action == file_system::Action::"read", resource is file_system::File in '
        'file_system::Dir::"/srv/data") when { ["/srv/data/never"].containsAny([resource.path]) == false };\n'
    )


def measure(*, quick: bool = False) -> list[Row]:
    """Measure in this process, on one core; checking is a process of its own, as for a user."""
    rows: list[Row] = []
    count, rounds = (20, 2) if quick else (200, 15)
    with one_core():
        for size in SIZES:
            rows.append(_not_remembered(size, count, rounds))
        for size in SIZES:
            rows.append(_remembered(f"under {size:,} policies", policies(size), count, rounds))
        timed = policies(1).replace("when {", 'when { context.time < datetime("2100-01-01") &&')
        rows.append(_remembered("where a policy bounds the time", timed, count, rounds))
        shadowed = policies(1) + '@shadow forbid(principal, action, resource in file_system::Dir::"/srv");'
        rows.append(_remembered("where a shadow matches", shadowed, count, rounds))
        rows.append(_load(rounds=2 if quick else 7))
    rows.append(_check(rounds=1 if quick else 5))
    return rows


def _not_remembered(size: int, count: int, rounds: int) -> Row:
    text = policies(size)
    authorizer = Policy.from_text(text).authorizer(_WHO, _FACTS)
    fresh = itertools.count()

    def ours() -> float:
        names = [Resource(FILE, f"/srv/data/{next(fresh):08}") for _ in range(count)]
        start = time.perf_counter()
        decided = [authorizer.decide(READ, name) for name in names]
        spent = time.perf_counter() - start
        return _each(spent, [decision.allowed for decision in decided])

    parsed, entities = cedarpy.PolicySet.from_str(text), entities_of("/srv/data/a")
    request = {
        "principal": _WHO._asdict(),
        "action": {"type": READ.type, "id": READ.name},
        "resource": {"type": FILE, "id": "/srv/data/a"},
    }

    def bare() -> float:
        start = time.perf_counter()
        decided = [cedarpy.is_authorized(request, parsed, entities) for _ in range(count)]
        spent = time.perf_counter() - start
        return _each(spent, [answer.allowed for answer in decided])

    return compared(
        "policy",
        f"a decision not seen before under {size:,} policies, to the bare cedarpy call, all parsed ahead",
        interleave(ours, bare, rounds=rounds),
        limit=1.5,
        unit_of=microseconds,
        note="every policy may match; the bare call checks no request against the schema, and is given the entities",
    )


def _remembered(what: str, text: str, count: int, rounds: int) -> Row:
    authorizer = Policy.from_text(text).authorizer(_WHO, _FACTS)
    known = Resource(FILE, "/srv/data/known")

    def ours() -> float:
        start = time.perf_counter()
        decided = [authorizer.decide(READ, known) for _ in range(count)]
        spent = time.perf_counter() - start
        return _each(spent, [decision.allowed for decision in decided])

    samples = interleave(ours, lambda: 1e-6, rounds=rounds)
    return _absolute(f"a decision remembered, {what}", samples, limit=3.0, unit="µs")


def _load(rounds: int) -> Row:
    text = policies(1000)

    def ours() -> float:
        start = time.perf_counter()
        Policy.from_text(text)
        return time.perf_counter() - start

    def bare() -> float:
        start = time.perf_counter()
        cedarpy.PolicySet.from_str(text)
        return time.perf_counter() - start

    return compared(
        "policy",
        "loading 1,000 policies, to parsing them with cedarpy",
        interleave(ours, bare, rounds=rounds),
        limit=None,
        unit_of=milliseconds,
        note="ours validates, looks for what could fail, and analyses what is read",
    )


def _check(rounds: int) -> Row:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "many.cedar")
        file.write_text(policies(1000), encoding="utf-8")

        def ours() -> float:
            start = time.perf_counter()
            done = subprocess.run([sys.executable, "-m", "rexpy", "policy", "check", str(file)], capture_output=True)
            spent = time.perf_counter() - start
            if done.returncode:
                raise RuntimeError(f"the benchmark's policies do not pass: {done.stderr.decode()}")
            return spent

        samples = interleave(ours, lambda: 1.0, rounds=rounds)
    return _absolute("`rexpy policy check` of 1,000 policies", samples, limit=3.0, unit="s")


def _absolute(what: str, samples: Samples, *, limit: float, unit: str) -> Row:
    figure, low, high = samples.ratio()
    return Row(bench="policy", what=what, figure=figure, low=low, high=high, unit=unit, limit=limit,
               note="absolute: of this machine")  # fmt: skip


def _each(seconds: float, allowed: list[bool]) -> float:
    if not all(allowed):
        raise RuntimeError("the benchmark's policies permit, and something was denied")
    return seconds / len(allowed)
