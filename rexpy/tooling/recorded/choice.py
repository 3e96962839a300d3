"""Which records of a trail are looked at: by run, decision, action, path and time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.audit.form import Kind
from rexpy.tooling.recorded.record import Record, path_of

ALLOWED, DENIED, ERROR = "allowed", "denied", "error"
DECISIONS = (ALLOWED, DENIED, ERROR)
"""What `--decision` takes; an error is also a denial."""

_SPAN = re.compile(r"([0-9]{1,6})(s|m|h|d|w)")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


class Choice(NamedTuple):
    """Every part that is given must hold. Times are epoch milliseconds, *until* is not included."""

    runs: tuple[str, ...] = ()
    """Beginnings of run ids."""
    decisions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    """An action's name (`read`), or with its namespace (`file_system::read`)."""
    paths: tuple[str, ...] = ()
    """Directories or files; what lies below one counts too."""
    since: int = 0
    until: int | None = None

    @property
    def by_request(self) -> bool:
        """Whether records are chosen by what only a request has."""
        return bool(self.decisions or self.actions or self.paths)

    def when(self, record: Record) -> bool:
        """Return whether *record* is of a run and a time that are looked at."""
        early = record.time < self.since or (self.until is not None and record.time >= self.until)
        return not early and (not self.runs or record.run.startswith(self.runs))

    def takes(self, record: Record) -> bool:
        """Return whether *record* is looked at. Lifecycle has neither decision, action nor path."""
        if not self.when(record):
            return False
        if self.decisions and not any(_decided(record, decision) for decision in self.decisions):
            return False
        return self.asked(record.run, record.action, record.resource)

    def asked(self, run: str, action: Action | None, resource: Resource | None) -> bool:
        """Return whether a request is looked at, whenever it was and however it was decided."""
        if self.runs and not run.startswith(self.runs):
            return False
        if self.actions and not _named(action, self.actions):
            return False
        return not self.paths or any(_below(path_of(resource), path) for path in self.paths)


def _decided(record: Record, decision: str) -> bool:
    if record.kind == Kind.GUARDRAIL:
        return decision == DENIED
    if not record.decided:
        return False
    if decision == ALLOWED:
        return record.allowed
    return not record.allowed if decision == DENIED else record.effect == "error"


def _named(action: Action | None, actions: tuple[str, ...]) -> bool:
    return action is not None and (action.name in actions or f"{action.namespace}::{action.name}" in actions)


def _below(path: str, directory: str) -> bool:
    directory = directory.rstrip("/")
    return path != "" and (path == directory or path.startswith(directory + "/"))


def parse_time(text: str, now: datetime | None = None) -> int:
    """Return the time that *text* says, in epoch milliseconds: ISO 8601 (local where it has no zone), or how long ago,
    `90s`, `15m`, `2h`, `3d`, `1w`. Raises ValueError."""
    span = _SPAN.fullmatch(text)
    if span is not None:
        then = (now or datetime.now(UTC)) - timedelta(seconds=int(span[1]) * _UNITS[span[2]])
        return int(then.timestamp() * 1000)
    return int(datetime.fromisoformat(text).timestamp() * 1000)
