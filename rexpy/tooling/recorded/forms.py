"""Records and summaries as JSON can say them; a contract (`schema_version`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rexpy.broker.refusal import action_uid, uid
from rexpy.tooling.recorded.bounded import Tally
from rexpy.tooling.recorded.reading import Counts
from rexpy.tooling.recorded.record import Record
from rexpy.tooling.recorded.summary import RequestKey, Summary

SCHEMA_VERSION = 1
MAX_BUCKETS = 240


def iso(time: int) -> str:
    """Return epoch milliseconds in ISO 8601, in UTC."""
    return datetime.fromtimestamp(time // 1000, UTC).strftime(f"%Y-%m-%dT%H:%M:%S.{time % 1000:03}Z")


def record_json(record: Record) -> dict[str, Any]:
    """Return a record; what it does not have is null."""
    return {
        "time": iso(record.time),
        "sequence": record.sequence,
        "kind": record.kind,
        "run": record.run or None,
        "principal": uid(record.principal) if record.principal is not None else None,
        "action": action_uid(record.action) if record.action is not None else None,
        "resource": uid(record.resource) if record.resource is not None else None,
        "effect": record.effect or None,
        "policies": [f"{name} ({place})" for name, place in record.policies],
        "errors": list(record.errors),
        "operation": record.operation or None,
        "line": record.line,
        "reason": record.reason or None,
        "detail": record.detail or None,
    }


def summary_json(summary: Summary, counts: Counts) -> dict[str, Any]:
    """Return a summary."""
    step, buckets = summary.timeline.buckets(MAX_BUCKETS)
    return {
        "schema_version": SCHEMA_VERSION,
        "read": counts.as_json(),
        "first": iso(summary.first) if summary.first else None,
        "last": iso(summary.last) if summary.last else None,
        "decisions": summary.tally.as_json(),
        "runs": [
            {
                "run": run.id,
                "script": run.script or None,
                "script_sha256": run.script_sha256 or None,
                "principal": uid(run.principal) if run.principal is not None else None,
                "policy": run.policy or None,
                "first": iso(run.first),
                "last": iso(run.last),
                "status": run.status or None,
                "exit_code": run.exit_code,
                "error_type": run.error_type or None,
                "decisions": run.tally.as_json(),
                "actions": _named(run.actions),
                "events": run.events,
            }
            for run in summary.shown_runs()
        ],
        "runs_not_kept": summary.more_runs,
        "actions": {
            (action_uid(action) if action is not None else "[redacted]"): tally.as_json()
            for action, tally in summary.actions.most()
        },
        "denials": [_denial(summary, key, tally) for key, tally in summary.requests.most("refused")],
        "directories": {name: tally.as_json() for name, tally in summary.directories.most()},
        "others": {name: tally.as_json() for name, tally in summary.hosts.most()},
        "timeline": {"step_ms": step, "buckets": [{"time": iso(at), **tally.as_json()} for at, tally in buckets]},
        "events": [
            {"time": iso(event.time), "kind": event.kind, "run": event.run or None, "text": event.text}
            for event in summary.events
        ],
        "events_not_kept": summary.more_events,
        "decisions_in_no_count": summary.requests.dropped,
    }


def _named(actions: dict[str, Tally]) -> dict[str, dict[str, int]]:
    return {name: tally.as_json() for name, tally in sorted(actions.items())}


def _denial(summary: Summary, key: RequestKey, tally: Tally) -> dict[str, Any]:
    why = summary.why.get(key)
    return {
        "action": action_uid(key.action) if key.action is not None else None,
        "resource": uid(key.resource) if key.resource is not None else None,
        "count": tally.refused,
        "effect": why.effect if why is not None else None,
        "policies": [f"{name} ({place})" for name, place in why.policies] if why is not None else [],
        "operation": why.operation if why is not None else None,
        "line": why.line if why is not None else 0,
        "script": why.script or None if why is not None else None,
    }
