"""Writes trails as docs/audit.md has them, for tests of what reads them; the chain is the real one."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hostapi.vocabulary.activity import ACTIVITIES
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.audit.form import NOTHING_BEFORE, REDACTED, digest

BEGAN = 1_764_081_906_000
"""2025-11-25T14:45:06Z, in epoch milliseconds."""

RUN = "0f0e0d0c0b0a09080706050403020100"
ALICE = Resource("User", "alice")
EFFECTS = {"permit": (1, 1, 1), "no_permit": (2, 2, 2), "forbid": (3, 2, 2), "error": (3, 2, 27)}


def record(kind: str, *, time: int = BEGAN, run: str = RUN, severity: int = 1, **own: Any) -> dict[str, Any]:
    """Return a record of the lifecycle."""
    return {
        "class_uid": 1009,
        "category_uid": 1,
        "activity_id": 1,
        "type_uid": 100901,
        "severity_id": severity,
        "action_id": 3,
        "disposition_id": 17,
        "time": time,
        "policy": {"uid": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        "metadata": {"version": "1.8.0", "uid": "u", "correlation_uid": run},
        "unmapped": {"form": 1, "kind": kind, "run": run, **own},
    }


def decision(
    action: Action,
    resource: Resource,
    effect: str = "no_permit",
    *,
    principal: Resource = ALICE,
    call: int = 0,
    line: int = 0,
    operation: str = "fs.load",
    policies: Iterable[tuple[str, str]] = (),
    context: Any = REDACTED,
    fields: tuple[str, ...] = ("principal", "action", "resource"),
    kind: str = "decision",
    following: Iterable[tuple[Action, Resource]] = (),
    **lifecycle: Any,
) -> dict[str, Any]:
    """Return the record of a decision."""
    severity, action_id, disposition = EFFECTS[effect]
    activity = ACTIVITIES[action]
    said = "allowed" if effect == "permit" else "denied"
    own = {
        "principal": principal._asdict() if "principal" in fields else REDACTED,
        "action": {"type": action.type, "id": action.name} if "action" in fields else REDACTED,
        "effect": effect,
        "errors": [],
        "context": context,
        "entities": REDACTED,
        "resource": resource._asdict() if "resource" in fields else REDACTED,
        "operation": operation,
        "call": call,
        "line": line,
    }
    if following:
        own["next"] = [
            {"resource": resource._asdict(), "actions": [{"type": action.type, "id": action.name}]}
            for action, resource in following
        ]
    return record(kind, severity=severity, **lifecycle, **own) | {
        "class_uid": activity.class_uid,
        "activity_id": activity.activity_id,
        "type_uid": activity.class_uid * 100 + activity.activity_id,
        "action_id": action_id,
        "disposition_id": disposition,
        "authorizations": [{"decision": said, "policy": {"name": name, "uid": place}} for name, place in policies]
        or [{"decision": said}],
    }


def lines(records: Iterable[dict[str, Any]], *, first: int = 1, prev: str = NOTHING_BEFORE) -> tuple[bytes, str]:
    """Return the records as a trail has them, and the last hash."""
    made = []
    for sequence, each in enumerate(records, start=first):
        each["metadata"]["sequence"] = sequence
        each["unmapped"]["prev"] = prev
        each["unmapped"] = each.pop("unmapped")  # the chain's rule has it last
        body = json.dumps(each, separators=(",", ":")).encode()[:-2]
        prev = digest(body)
        made.append(body + f',"hash":"{prev}"}}}}\n'.encode())
    return b"".join(made), prev


def write(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """Write a trail and return its path."""
    path.write_bytes(lines(records)[0])
    return path
