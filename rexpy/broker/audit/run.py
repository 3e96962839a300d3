"""The audit of one run: what is recorded of its course, and what stands around the gate to record decisions."""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from hostapi.vocabulary.activity import OTHER, Activity
from rexpy.broker import ending
from rexpy.broker.audit.around import AuditedDecider, AuditedGuardrail
from rexpy.broker.audit.entry import AuditFailed
from rexpy.broker.audit.form import Action as Decided
from rexpy.broker.audit.form import Class, Disposition, Kind, Severity, head_path
from rexpy.broker.audit.given import given, policy_detail, script_of
from rexpy.broker.audit.options import OTEL, AuditOptions
from rexpy.broker.audit.records import Records
from rexpy.broker.audit.trail import Trail
from rexpy.broker.ending import Ending
from rexpy.broker.gate import Gate
from rexpy.broker.guardrail import Reserved
from rexpy.broker.refusal import uid
from rexpy.broker.result import ErrorType, Usage
from rexpy.errors import RunnerError
from rexpy.seal.report import SealReport

if TYPE_CHECKING:
    from rexpy.broker.asking import Decider
    from rexpy.broker.audit.noted import Noted
    from rexpy.broker.audit.otel import Spans
    from rexpy.broker.policy import Policy
    from rexpy.broker.policy.facts import Facts
    from rexpy.broker.run import Plan
    from rexpy.broker.session import Deciding, Session

_VIOLATIONS = {ErrorType.CONTAINMENT_VIOLATION: "syscall", ErrorType.COMMUNICATION: "protocol"}


class RunAudit:
    """Records one run. Every method raises AuditFailed where a record cannot be written, which ends the run."""

    def __init__(self, options: AuditOptions, policy: "Policy", plan: "Plan") -> None:
        """Open the sinks. Raises RunnerError where one cannot be used."""
        self._plan = plan
        self._policy = policy
        self._fields = options.fields
        self._limits: set[str] = set()
        self._over = False
        self.records = Records(
            run=plan.run_id,
            principal=plan.principal,
            policy_sha256=policy.sha256,
            fields=options.fields,
            entities=policy.entities_of(plan.principal) if "entities" in options.fields else None,
        )
        self.spans: Spans | None = None
        self.noted: Noted | None = None
        self.trail = Trail(options, self.records.log)
        if OTEL in options.targets:
            self._trace()
        files = self.trail.paths
        self._governing = [*files, *(head_path(path) for path in files)]
        self._reserved = Reserved(tuple(files), () if options.key is None else (os.fspath(options.key),))

    def _trace(self) -> None:
        from rexpy.broker.audit.otel import Spans

        about = {"rexpy.run_id": self._plan.run_id, "rexpy.policy_sha256": self._policy.sha256}
        if "principal" in self._fields:
            about["rexpy.principal"] = uid(self._plan.principal)
        try:
            self.spans = Spans(about, frozenset(self._fields))
        except AuditFailed as error:
            self.trail.close()
            raise RunnerError(str(error)) from None

    def close(self) -> None:
        """Close the sinks; a run of which no end was recorded was interrupted, and that is recorded first."""
        if not self._over:
            self._give_up("interrupted")
        self.trail.close()
        if self.spans is not None:
            self.spans.close()

    def around(
        self, decider: "Decider", deciding: "Deciding"
    ) -> "tuple[AuditedDecider, Callable[..., AuditedGuardrail], Callable[..., Gate]]":
        """Return who decides, and what makes guardrail and gate of what these are given, all with records or spans."""
        audited = AuditedDecider(decider, self, deciding)

        def guardrail(governing: Iterable[str], **options: Any) -> AuditedGuardrail:
            made = AuditedGuardrail([*governing, *self._governing], reserved=self._reserved, **options)
            return made.watch(self, audited, deciding)

        if self.spans is None:
            return audited, guardrail, Gate
        spans = self.spans
        from rexpy.broker.audit.otel import TracedGate

        return audited, guardrail, lambda *given, **options: TracedGate(*given, **options).watch(spans, deciding)

    def start(self) -> None:
        """Record under which policies the run stands, and what it is given. Raises RunnerError."""
        event, plan = self.records.event, self._plan
        about = {"state_id": 2, "message": "policy in force"}
        self.trail.begin(event(Kind.POLICY, Activity(Class.CONFIG, 1), about, policy_detail(self._policy)))
        limits = plan.limits
        detail = {
            "argv": len(plan.argv),
            "args": len(plan.arguments),
            **given(plan, show_values=self.records.shows_context),
            "cwd": plan.cwd,
            "limits": {name: getattr(limits, name) for name in limits.__slots__},
            "broker": {"pid": os.getpid(), "uid": os.geteuid()},
            "fields": list(self._fields),
        }
        activity = Activity(Class.SCRIPT, 1)
        about = {"script": script_of(plan.filename, plan.source), "message": "run started"}
        self.trail.begin(event(Kind.START, activity, about, detail, principal=True))

    def facts(self, facts: "Facts") -> "Facts":
        """Return the facts that policies are told, noted for the records where these show the context."""
        if not self.records.shows_context:
            return facts
        from rexpy.broker.audit.noted import Noted

        self.noted = Noted(facts)
        return self.noted.facts()

    def module(self, file: str, source: bytes) -> None:
        """Record a module of the owner's that the worker is about to get: code that runs as the script does."""
        about = {"script": script_of(file, source), "message": "module imported"}
        self.trail.write(self.records.event(Kind.MODULE, Activity(Class.SCRIPT, OTHER, "Import"), about, {}))

    def sealed(self, report: SealReport, pids: set[int]) -> None:
        """Record how the worker is contained; it has not been sent the script. Raises RunnerError."""
        plan = self._plan
        mechanisms = [
            {"name": each.mechanism, "enforcement": each.enforcement.value, "detail": each.detail}
            for each in report.mechanisms
        ]
        sandbox = ",".join(each.mechanism for each in report.mechanisms if each.enforcement.value == "full")
        process = {"name": "rexpy[worker]", "uid": plan.run_id, "sandbox": sandbox or "none"}
        detail: dict[str, Any] = {"mechanisms": mechanisms, "waived": sorted(plan.seal.waive), "pids": sorted(pids)}
        activity = Activity(Class.PROCESS, 1)
        told = {"process": process, "message": "worker sealed"}
        self.trail.begin(self.records.event(Kind.SEAL, activity, told, detail))

    def limit(self, name: str, value: float, *, ends_run: bool = False) -> None:
        """Record that the run met a limit, the first time that it meets this one."""
        if name in self._limits:
            return
        self._limits.add(name)
        self.trail.write(
            self.records.event(
                Kind.LIMIT,
                Activity(Class.SCRIPT, OTHER, "Limit"),
                {"script": self._script(), "message": f"limit reached: {name}"},
                {"limit": name, "value": value, "ends_run": ends_run},
                severity=Severity.LOW,
                action=Decided.DENIED,
                disposition=Disposition.BLOCKED,
                failed=True,
            )
        )

    def failed(self, error: Exception) -> None:
        """Record the end of a run that came to nothing, if that goes: it is over with an error as it is."""
        self._give_up(type(error).__name__)

    def _give_up(self, why: str) -> None:
        try:
            self._end({"status": "ERROR", "error_type": why}, failed=True)
        except AuditFailed:
            pass

    def ended(self, ended: Ending, session: "Session", usage: Usage) -> Ending:
        """Record what ended the run, then its end; return how it ended: a run whose end cannot be recorded failed."""
        try:
            self._ended(ended, session, usage)
        except AuditFailed as error:
            internal = ended.error is not None and ended.error.error_type is ErrorType.INTERNAL
            return ended if internal else ending.failed(str(error))
        return ended

    def _ended(self, ended: Ending, session: "Session", usage: Usage) -> None:
        error = ended.error
        detail: dict[str, Any] = {"status": "SUCCESS" if error is None else "ERROR", "exit_code": ended.exit_code}
        if session.output.truncated:
            self.limit("output_bytes", self._plan.limits.output_bytes)
        if error is not None:
            detail["error_type"] = error.error_type.value
            if error.limit is not None:
                detail["limit"] = error.limit
                self.limit(error.limit, getattr(self._plan.limits, error.limit), ends_run=True)
            if error.error_type in _VIOLATIONS:
                self._violation(ended)
        detail["denials"] = session.denials.count
        detail["operations"] = session.counts
        detail["usage"] = usage._asdict()
        self._end(detail, failed=error is not None)

    def _violation(self, ended: Ending) -> None:
        error = ended.error
        assert error is not None
        detail = {"what": _VIOLATIONS[error.error_type], "reason": error.message}
        if error.syscall is not None:
            detail["syscall"] = error.syscall
        self.trail.write(
            self.records.event(
                Kind.VIOLATION,
                Activity(Class.PROCESS, 2),
                {"process": {"name": "rexpy[worker]", "uid": self._plan.run_id}, "is_alert": True},
                detail,
                severity=Severity.HIGH,
                action=Decided.DENIED,
                disposition=Disposition.BLOCKED,
                failed=True,
            )
        )

    def _end(self, detail: dict[str, Any], *, failed: bool) -> None:
        self._over = True
        if self.spans is not None:
            told = {f"rexpy.{name}": value for name, value in detail.items() if isinstance(value, str | int)}
            self.spans.ended(told, failed=failed)
        self.trail.write(
            self.records.event(
                Kind.END,
                Activity(Class.SCRIPT, OTHER, "End"),
                {"script": self._script(), "message": "run ended"},
                detail,
                failed=failed,
            )
        )
        self.trail.finish()

    def _script(self) -> dict[str, Any]:
        return script_of(self._plan.filename)
