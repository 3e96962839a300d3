"""What a run leaves: plain values, and their JSON form, which is a contract (`schema_version`)."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

from rexpy.errors import Finding

SCHEMA_VERSION = 1
"""Grows when a field changes its meaning or goes; new fields do not change it."""


class ErrorType(Enum):
    """What kind of failure ended a run: Rex's five, and two that Rex does not have."""

    VALIDATION = "VALIDATION_EXCEPTION"
    ACCESS_DENIED = "ACCESS_DENIED_EXCEPTION"
    INTERNAL = "INTERNAL_EXCEPTION"
    SCRIPT = "SCRIPT_EXCEPTION"
    COMMUNICATION = "COMMUNICATION_EXCEPTION"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    CONTAINMENT_VIOLATION = "CONTAINMENT_VIOLATION"


class ExitCode:
    """The exit codes of `rexpy run`; 0 to 3 follow the Cedar CLI."""

    OK = 0
    SCRIPT_RAISED = 1
    DENIED = 2
    INVALID = 3
    USAGE = 64
    TIME_LIMIT = 124
    RUNNER_FAILED = 125
    MEMORY_LIMIT = 137


class Denial(NamedTuple):
    """One refusal by the policy, as the broker decided it."""

    action: str
    """As Cedar writes it: `file_system::Action::"read"`."""
    resource: str
    """As Cedar writes it: `file_system::File::"/etc/shadow"`."""
    principal: str
    effect: str
    """no_permit, forbid or error."""
    policies: tuple[str, ...]
    """The policies that determined the decision: `@id` (file:line)."""
    errors: tuple[str, ...]
    """Cedar's evaluation errors, where the effect is error."""
    advice: str | None
    operation: str
    line: int
    """The script's line, 0 where it is not known."""
    permit: str | None
    """A permit that would allow this request; None where a forbid or an error refused."""

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can say them."""
        return {
            "action": self.action,
            "resource": self.resource,
            "principal": self.principal,
            "effect": self.effect,
            "policies": list(self.policies),
            "errors": list(self.errors),
            "advice": self.advice,
            "operation": self.operation,
            "line": self.line,
            "permit": self.permit,
        }


class Observed(NamedTuple):
    """What a policy with `@shadow` would have done to a request, had it been enforced."""

    policy: str
    """`@id` (file:line)."""
    effect: str
    """permit, forbid, or error where it could not be evaluated."""
    changes: bool
    """Whether the answer would have been another."""
    action: str
    resource: str
    operation: str
    line: int
    """The script's line at which it was first asked, 0 where it is not known."""
    times: int = 1


class RunError(NamedTuple):
    """Why a run did not succeed."""

    error_type: ErrorType
    message: str
    exception: str | None = None
    """The class of the script's exception, as the worker named it."""
    traceback: str | None = None
    """The script's own lines, formatted by the worker."""
    line: int = 0
    denial: Denial | None = None
    limit: str | None = None
    """The limit that was reached: a field of `Limits`."""
    findings: tuple[Finding, ...] = ()
    """Where the script does not validate: every refusal in it."""
    syscall: str | None = None
    """The forbidden system call of a containment violation."""

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can say them; those that do not apply are left out, `denial` is null."""
        made: dict[str, Any] = {
            "error_type": self.error_type.value,
            "message": self.message,
            "traceback": self.traceback,
            "denial": self.denial.to_json() if self.denial else None,
        }
        for name in ("exception", "limit", "syscall"):
            if (value := getattr(self, name)) is not None:
                made[name] = value
        if self.line:
            made["line"] = self.line
        if self.findings:
            made["findings"] = [
                {
                    "file": f.file,
                    "line": f.line,
                    "column": f.column,
                    "message": f.message,
                    "excerpt": f.excerpt,
                    "instead": f.suggestion,
                }
                for f in self.findings
            ]
        return made


class Usage(NamedTuple):
    """What a run used. Times in seconds, sizes in bytes."""

    wall_s: float = 0.0
    user_s: float = 0.0
    system_s: float = 0.0
    max_rss_bytes: int = 0
    calls: int = 0
    bytes_written: int = 0
    output_bytes: int = 0


class LogRecord(NamedTuple):
    """One record of the script's logging or warnings."""

    level: str
    message: str
    line: int


class MetricRecord(NamedTuple):
    """One measurement that the script published (`rexpy.metric`)."""

    name: str
    value: float
    unit: str
    """UNDEFINED, COUNT, TIME (nanoseconds), MEGABYTES or PERCENT, as in Rex."""
    dimensions: Mapping[str, str]
    time: float
    """When the broker took it: seconds since the epoch."""
    line: int


class AlarmRecord(NamedTuple):
    """One alarm that the script raised (`rexpy.alarm`)."""

    type: str
    details: str
    time: float
    line: int


class Mechanism(NamedTuple):
    """One layer of containment as the worker had it when the script started."""

    name: str
    enforcement: str
    detail: str


class Result(NamedTuple):
    """How one run ended and what it did. `status` is SUCCESS or ERROR."""

    run_id: str
    status: str
    exit_code: int
    stdout: str = ""
    stderr: str = ""
    value: Any = None
    """The last expression's value, when JSON can say it."""
    error: RunError | None = None
    denials: tuple[Denial, ...] = ()
    """Every refusal, also those that the script caught; the first thousand of them."""
    logs: tuple[LogRecord, ...] = ()
    metrics: tuple[MetricRecord, ...] = ()
    alarms: tuple[AlarmRecord, ...] = ()
    operations: Mapping[str, int] = MappingProxyType({})
    """Operations asked, by name, allowed or not."""
    usage: Usage = Usage()
    truncated: bool = False
    """Whether output, logs, metrics, alarms or denials were cut."""
    containment: tuple[Mechanism, ...] = ()
    policy_sha256: str | None = None
    observed: tuple[Observed, ...] = ()
    """What policies with `@shadow` would have done; the first thousand different ones."""

    @property
    def ok(self) -> bool:
        """Whether the script ran to its end."""
        return self.status == "SUCCESS"

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON can say it; `rexpy run -o json` prints this."""
        usage = self.usage
        return {
            "schema_version": SCHEMA_VERSION,
            "run_id": self.run_id,
            "status": self.status,
            "exit_code": self.exit_code,
            "output": self.stdout,
            "stderr": self.stderr,
            "value": self.value,
            "error": self.error.to_json() if self.error else None,
            "denials": [denial.to_json() for denial in self.denials],
            "observed": [one._asdict() for one in self.observed],
            "logs": [{"level": r.level, "message": r.message, "line": r.line} for r in self.logs],
            "metrics": [{**metric._asdict(), "dimensions": dict(metric.dimensions)} for metric in self.metrics],
            "alarms": [alarm._asdict() for alarm in self.alarms],
            "operations": dict(sorted(self.operations.items())),
            "usage": {name: getattr(usage, name) for name in usage._fields},
            "truncated": self.truncated,
            "containment": [
                {"mechanism": m.name, "enforcement": m.enforcement, "detail": m.detail} for m in self.containment
            ],
            "policy": {"sha256": self.policy_sha256},
        }
