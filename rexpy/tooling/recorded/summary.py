"""What a trail says altogether, in bounded memory: runs, actions, denials, directories, time, and what went wrong."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, directory_of
from rexpy.broker.audit.form import Kind
from rexpy.broker.refusal import action_uid, uid
from rexpy.tooling.recorded.bounded import Tallies, Tally, Timeline
from rexpy.tooling.recorded.choice import Choice
from rexpy.tooling.recorded.record import Record, path_of

MAX_RUNS = 2_000
"""Runs that are kept one by one, the newest; of the others only the number is known."""
MAX_REQUESTS = 20_000
"""Different requests, and directories, that are counted at once."""
MAX_EVENTS = 1_000
MAX_BUCKETS = 2_048
MAX_TOLD = 600
"""Characters that are told of one event."""

_EVENTS = frozenset({Kind.LIMIT, Kind.VIOLATION, Kind.GUARDRAIL, Kind.RECOVERY, Kind.SHADOW})


class RequestKey(NamedTuple):
    """Requests that count as one."""

    action: Action | None
    resource: Resource | None


class Why(NamedTuple):
    """Why a request was refused the last time, and what asked it."""

    effect: str
    policies: tuple[tuple[str, str], ...]
    operation: str
    line: int
    script: str


class Run:
    """One run, as far as its records tell."""

    def __init__(self, run: str, time: int) -> None:
        self.id = run
        self.first = self.last = time
        self.script = self.script_sha256 = self.policy = ""
        self.principal: Resource | None = None
        self.tally = Tally()
        self.actions: dict[str, Tally] = {}
        self.exit_code: int | None = None
        self.status = self.error_type = ""
        self.events = 0
        self.directories: Tallies[str] = Tallies(200)

    @property
    def ended(self) -> bool:
        """Whether its last record is there."""
        return self.status != ""

    def see(self, record: Record) -> None:
        """Take a record of the lifecycle."""
        self.last = max(self.last, record.time)
        self.script = self.script or record.script
        self.policy = record.policy or self.policy
        if record.kind == Kind.START:
            self.principal = record.principal
            self.script_sha256 = record.script_sha256
        elif record.kind == Kind.END:
            code, status, error = (record.detail.get(name) for name in ("exit_code", "status", "error_type"))
            self.exit_code = code if type(code) is int else None
            self.status = status if isinstance(status, str) and status else "ended"
            self.error_type = error if isinstance(error, str) else ""


class Event(NamedTuple):
    """Something that whoever reads a trail looks for first."""

    time: int
    kind: str
    run: str
    text: str


class Summary:
    """Takes records in the order of the trail."""

    def __init__(self, choice: Choice = Choice()) -> None:  # noqa: B008  # a value
        self._choice = choice
        self.tally = Tally()
        self.runs: OrderedDict[str, Run] = OrderedDict()
        self.more_runs = 0
        self.actions: Tallies[Action | None] = Tallies(1_000)
        self.requests: Tallies[RequestKey] = Tallies(MAX_REQUESTS)
        self.directories: Tallies[str] = Tallies(MAX_REQUESTS)
        self.hosts: Tallies[str] = Tallies(MAX_REQUESTS)
        self.why: dict[RequestKey, Why] = {}
        self.timeline = Timeline(MAX_BUCKETS)
        self.events: list[Event] = []
        self.more_events = 0
        self.first = self.last = 0

    def see(self, record: Record) -> None:
        """Take one record, if it is chosen."""
        if not self._choice.when(record):
            return
        if record.decided:
            if self._choice.takes(record):
                self._spans(record)
                self._decision(record)
        elif record.kind == Kind.GUARDRAIL and self._choice.by_request and not self._choice.takes(record):
            return
        else:
            run = self._run(record)
            if run is not None:
                run.see(record)
            if not self._choice.by_request or record.kind == Kind.GUARDRAIL:
                self._spans(record)
                if record.kind in _EVENTS or (
                    record.kind == Kind.POLICY and record.detail.get("state") not in ("in_force", None)
                ):
                    self._event(record, run)

    def _spans(self, record: Record) -> None:
        self.first = min(self.first or record.time, record.time)
        self.last = max(self.last, record.time)

    def _run(self, record: Record) -> Run | None:
        if not record.run:
            return None
        run = self.runs.get(record.run)
        if run is None:
            if len(self.runs) >= MAX_RUNS:
                self.runs.popitem(last=False)
                self.more_runs += 1
            run = self.runs[record.run] = Run(record.run, record.time)
        return run

    def _decision(self, record: Record) -> None:
        effect = record.effect
        self.tally.count(effect)
        self.actions[record.action].count(effect)
        self.timeline.count(record.time, effect)
        key = RequestKey(record.action, record.resource)
        self.requests[key].count(effect)
        run = self._run(record)
        if not record.allowed:
            if len(self.why) >= MAX_REQUESTS and key not in self.why:
                self.why.clear()
            script = run.script if run is not None else ""
            self.why[key] = Why(effect, record.policies, record.operation, record.line, script)
        directory = directory_shown(record.resource)
        if directory:
            self.directories[directory].count(effect)
        elif record.resource is not None:
            self.hosts[uid(record.resource)].count(effect)
        if run is not None:
            run.last = max(run.last, record.time)
            run.policy = record.policy or run.policy
            run.principal = run.principal or record.principal
            run.tally.count(effect)
            name = record.action.name if record.action is not None else ""
            if name in run.actions or len(run.actions) < 100:
                run.actions.setdefault(name, Tally()).count(effect)
            if directory:
                run.directories[directory].count(effect)

    def _event(self, record: Record, run: Run | None) -> None:
        if run is not None:
            run.events += 1
        if len(self.events) >= MAX_EVENTS:
            self.more_events += 1
            return
        self.events.append(Event(record.time, record.kind, record.run, told(record)))

    def shown_runs(self) -> list[Run]:
        """Return the runs, oldest first: with a choice of requests, those that asked one."""
        return [run for run in self.runs.values() if not self._choice.by_request or run.tally.total]


def directory_shown(resource: Resource | None) -> str:
    """Return the directory that a request counts for: that of a file, a directory itself; else nothing."""
    path = path_of(resource)
    if not path.startswith("/") or resource is None:
        return ""
    return path if resource.type == DIR else directory_of(path) or "/"


def told(record: Record) -> str:
    """Return in a few words what a record says that is no decision."""
    said = _told(record)
    return said if len(said) <= MAX_TOLD else f"{said[:MAX_TOLD]}..."


def _told(record: Record) -> str:
    detail: dict[str, Any] = record.detail
    asked = " on ".join(
        part
        for part in (
            record.action.name if record.action else "",
            uid(record.resource) if record.resource else "",
        )
        if part
    )
    match record.kind:
        case Kind.LIMIT:
            ends = ", which ended the run" if detail.get("ends_run") is True else ""
            return f"limit {detail.get('limit')} ({detail.get('value')}) reached{ends}"
        case Kind.VIOLATION:
            return f"violation: {detail.get('syscall') or detail.get('what')}: {detail.get('reason')}"
        case Kind.GUARDRAIL:
            return f"guardrail refused {asked}: {record.reason}"
        case Kind.SHADOW:
            would = "would be allowed" if record.effect == "permit" else "would be denied"
            return f"under trial: {asked} {would}" + (
                f" by {', '.join(name for name, _ in record.policies)}" if record.policies else ""
            )
        case Kind.RECOVERY:
            return "the writer before was killed in the middle of a record"
        case Kind.ROTATION:
            return f"rotated: {detail.get('after')} has {detail.get('records')} records"
        case Kind.POLICY:
            state = "in force" if detail.get("state") == "in_force" else f"refused: {detail.get('reason')}"
            return f"policy {record.policy[:12]} {state}"
        case Kind.START:
            return f"run of {record.script or 'a script'} started"
        case Kind.MODULE:
            return f"module {record.script} imported"
        case Kind.SEAL:
            return "worker sealed"
        case Kind.END:
            return f"run ended: {detail.get('status')}, exit {detail.get('exit_code')}"
    return record.kind


def request_text(key: RequestKey) -> str:
    """Return a request as Cedar writes it; what was left out of the record is said to be."""
    action = action_uid(key.action) if key.action is not None else "[redacted]"
    return f"{action} on {uid(key.resource) if key.resource is not None else '[redacted]'}"
