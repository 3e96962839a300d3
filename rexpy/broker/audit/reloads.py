"""Records of what came of loading policies anew, between runs: into the same trail, outside of any run."""

from dataclasses import replace
from typing import Any

from hostapi.vocabulary.activity import Activity
from rexpy.broker.audit.form import Class, Kind, Severity
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.audit.records import Records
from rexpy.broker.audit.trail import Trail
from rexpy.broker.reload import Reload, ReloadEvent

_STATES = {"loaded": "in_force", "refused": "refused", "stopped": "stopped"}
_ENABLED, _DISABLED = 2, 1


class RecordedReloads:
    """Writes a record of each event before anybody else is told of it.

    What cannot be recorded is logged by who calls; the next run then meets the same failure, and is refused.
    """

    def __init__(self, options: AuditOptions) -> None:
        self._options = options
        self.previous: str | None = None
        """The SHA-256 of what was in force before."""

    def of(self, reload: Reload) -> Reload:
        """Return the same with the records made."""
        told = reload.on_event

        def on_event(event: ReloadEvent) -> None:
            self._record(event)
            if told is not None:
                told(event)

        return replace(reload, on_event=on_event)

    def _record(self, event: ReloadEvent) -> None:
        failed = event.kind != "loaded"
        records = Records(run=None, principal=None, policy_sha256=event.sha256, fields=self._options.fields)
        detail: dict[str, Any] = {"state": _STATES[event.kind], "previous": self.previous}
        if failed:
            detail["reason"] = event.error or ""
        about = {
            "state_id": _DISABLED if event.kind == "stopped" else _ENABLED,
            "message": "policy not loaded anew" if failed else "policy loaded anew",
        }
        severity = Severity.MEDIUM if failed else Severity.INFORMATIONAL
        record = records.event(Kind.POLICY, Activity(Class.CONFIG, 1), about, detail, severity=severity, failed=failed)
        trail = Trail(self._options, records.log)
        try:
            trail.write(record)
        finally:
            trail.close()
        self.previous = event.sha256
