"""A decision that was not made before, beside the bare call of cedarpy with everything parsed ahead."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from typing import Any

import cedarpy

from bench.figures import Row, compared, interleave, microseconds
from bench.running import one_core
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import DIR, FILE, READ
from hostapi.vocabulary.schema import json_schema
from rexpy.broker.policy import Policy

POLICY = """
permit(principal, action == file_system::Action::"open", resource in file_system::Dir::"/srv/data");
permit(principal, action == file_system::Action::"read", resource in file_system::Dir::"/srv/data")
  when { resource.path like "/srv/data/*.log" };
""" + "".join(
    f'forbid(principal, action, resource is file_system::File) when {{ resource.path like "*/secret{number}*" }};\n'
    for number in range(9)
)
"""Reads the path in more ways than rexpy tells classes of paths apart by, so that each path is asked of Cedar."""

_WHO = Resource("User", "bench")


def measure(*, quick: bool = False) -> list[Row]:
    """Measure in this process, on one core, some hundred decisions of each side in turn."""
    count = 100 if quick else 500
    rounds = 3 if quick else 21
    authorizer = Policy.from_text(POLICY).authorizer(_WHO)
    fresh = itertools.count()

    def ours() -> float:
        names = [Resource(FILE, f"/srv/data/app/{next(fresh):08}.log") for _ in range(count)]
        start = time.perf_counter()
        decided = [authorizer.decide(READ, name) for name in names]
        spent = time.perf_counter() - start
        return _per_decision(spent, [decision.allowed for decision in decided])

    known = Resource(FILE, "/srv/data/app/known.log")

    def remembered() -> float:
        start = time.perf_counter()
        decided = [authorizer.decide(READ, known) for _ in range(count)]
        spent = time.perf_counter() - start
        return _per_decision(spent, [decision.allowed for decision in decided])

    with one_core():
        checked = interleave(ours, _bare(count, schema=True), rounds=rounds)
        unchecked = interleave(ours, _bare(count, schema=False), rounds=rounds)
        again = interleave(remembered, _bare(count, schema=True), rounds=rounds)
    return [
        compared(
            "decision",
            "a decision not seen before, to the bare cedarpy call, all parsed ahead",
            checked,
            limit=1.5,
            unit_of=microseconds,
            note="a policy that reads the path; ours builds the file's entity, the bare call is given it",
        ),
        compared(
            "decision",
            "the same, to the bare call without a schema",
            unchecked,
            limit=None,
            unit_of=microseconds,
        ),
        compared("decision", "a decision remembered, to the bare call", again, limit=None, unit_of=microseconds),
    ]


def _bare(count: int, *, schema: bool) -> Callable[[], float]:
    """Return the peer: one request, its entities parsed, *count* times."""
    policies, entities = cedarpy.PolicySet.from_str(POLICY), entities_of("/srv/data/app/known.log")
    rules = _schema() if schema else None
    request = {
        "principal": _WHO._asdict(),
        "action": {"type": f"{READ.namespace}::Action", "id": READ.name},
        "resource": {"type": FILE, "id": "/srv/data/app/known.log"},
    }

    def peer() -> float:
        start = time.perf_counter()
        decided = [cedarpy.is_authorized(request, policies, entities, rules) for _ in range(count)]
        spent = time.perf_counter() - start
        return _per_decision(spent, [answer.allowed for answer in decided])

    return peer


def _schema() -> cedarpy.Schema:
    """Return the schema, asking for no context: the call that is compared builds none, as no policy here reads one."""
    said: dict[str, Any] = json_schema()
    for namespace in said.values():
        for action in namespace["actions"].values():
            action.get("appliesTo", {}).pop("context", None)
    return cedarpy.Schema.from_json_str(json.dumps(said))


def entities_of(path: str) -> cedarpy.Entities:
    """Return a file with every directory above it, parsed."""
    entities = []
    kind = FILE
    while True:
        above = path.rpartition("/")[0] or "/"
        parents = [] if path == "/" else [{"type": DIR, "id": above}]
        entities.append({"uid": {"type": kind, "id": path}, "attrs": {"path": path}, "parents": parents})
        if path == "/":
            return cedarpy.Entities.from_json_str(json.dumps(entities))
        path, kind = above, DIR


def _per_decision(seconds: float, allowed: list[bool]) -> float:
    if not all(allowed):
        raise RuntimeError("the benchmark's policy permits, and something was denied")
    return seconds / len(allowed)
