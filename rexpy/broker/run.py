"""One run from its start to its result. Read this first.

1. `spawn` starts a worker; it imports and seals itself while the broker loads the policy.
2. `conduct` waits for its seal report, refuses to go on where that is not enough, and only then sends the script.
3. The session answers its calls through the gate until it is done; the watcher ends it at the wall limit.
4. Everything is closed, whatever happened, and the result is put together from the broker's own records.
"""

import os
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from hostapi.errors import EndsRun, RunOver
from hostapi.grant import Deadline
from hostapi.registry import OPERATIONS
from hostapi.services import Services
from hostapi.unchecked.resolver import Servers
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import REDACTED_READ
from rexpy.broker import ending, outcome
from rexpy.broker.affinity import Processors
from rexpy.broker.asking import Decider
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.ending import Ending
from rexpy.broker.gate import Gate
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.handles import Handles
from rexpy.broker.limits import Limits
from rexpy.broker.manifest import manifest
from rexpy.broker.meter import WriteMeter
from rexpy.broker.pace import Pace
from rexpy.broker.policy import Policy
from rexpy.broker.policy.facts import Facts, RunFacts, run_facts
from rexpy.broker.redaction import NONE as NOTHING_SHOWN
from rexpy.broker.redaction import Redaction
from rexpy.broker.refusal import Refused
from rexpy.broker.result import Denial, Result
from rexpy.broker.session import Deciding, LimitEnds, Session
from rexpy.broker.worker_process import Exit, WorkerProcess
from rexpy.errors import ContainmentError, RexpyError, RunnerError
from rexpy.seal.options import SealOptions
from rexpy.seal.report import ReportInvalid, SealReport, check
from rexpy.wire.errors import RemoteProtocolError
from rexpy.wire.messages import Run

if TYPE_CHECKING:
    from rexpy.broker.audit.run import RunAudit
    from rexpy.broker.shadowing import ObservingDecider
    from rexpy.broker.supplies import Supplies

START_S = 30.0
"""How long a worker may take to report its seal: it needs a tenth of a second, on a loaded host a few."""

LEAVE_S = 1.0
"""How long a worker that closed the wire may take to be gone: its exit tells why, which a kill would hide."""

EXIT_WAIT_S = 5.0
"""How long a killed worker may take to be reaped before the run is reported without its usage."""


class Plan(NamedTuple):
    """What one run is given. `environ` and `arguments` reach the script; the rest governs it."""

    source: bytes
    filename: str
    argv: tuple[str, ...]
    arguments: Mapping[str, Any]
    cwd: str
    principal: Resource
    limits: Limits
    seal: SealOptions
    allow_hard_links: bool
    nameservers: tuple[tuple[str, int], ...]
    audit: AuditOptions | None
    on_output: Callable[[int, str], None] | None
    run_id: str
    check: bool = False
    """Compile the script in the sealed worker and stop there."""
    environ: Mapping[str, str] = MappingProxyType({})
    stdin: bytes | int | None = None
    """What the script reads of its standard input: bytes, or the descriptor that is read when it asks."""
    module_path: tuple[tuple[str, str], ...] = ()
    """Directories of the owner's modules: the real path, and what tracebacks call it."""
    place: tuple[str, str] = ("", "")
    """Where the script lies (`inputs.script_place`); it is told, as CPython tells it."""
    redaction: Redaction = NOTHING_SHOWN
    """What is shown of files that may be read redacted only."""

    def facts(self) -> RunFacts:
        """Return what a policy may know of the run."""
        return run_facts(self.run_id, self.source, self.cwd, self.arguments, self.argv)

    def spec(self, policy: Policy) -> dict[str, Any]:
        """Return what the worker is told besides the source."""
        return {
            "filename": self.filename,
            "argv": [self.filename, *self.argv],
            "args": dict(self.arguments),
            "cwd": self.cwd,
            "place": self.place,
            "check": self.check,
            "redacted": policy.names(REDACTED_READ),
            "result_bytes": self.limits.result_bytes,
            "environ": dict(self.environ),
            "stdin": self.stdin is not None,
            "module_path": [shown for _, shown in self.module_path],
            "operations": manifest(OPERATIONS),
        }


def new_run_id() -> str:
    """Return an identifier that no other run has."""
    return os.urandom(16).hex()


def conduct(worker: WorkerProcess, policy: Policy, plan: Plan) -> Result:
    """Run the plan in a worker that was started for it, and return how it ended; the worker is gone afterwards.

    Raises ContainmentError where the worker could not be sealed as asked, RunnerError where the audit file or a
    governing file cannot be used: then nothing has run.
    """
    handles = Handles(plan.limits.handles)
    meter = WriteMeter(plan.limits.written_bytes, Deadline())
    audit: RunAudit | None = None
    session: Session | None = None
    observing: ObservingDecider | None = None
    try:
        if plan.audit is not None:
            audit = _audit(plan.audit, policy, plan)
            audit.start()
        session, observing = _session(worker, policy, plan, handles, meter, audit)
        worker.arm(START_S)
        report = _sealed(worker, session, plan)
        if audit is not None:
            audit.sealed(report, worker.pids())
        started = time.monotonic()
        worker.arm(plan.limits.wall_s)
        meter.deadline.until = started + plan.limits.wall_s
        with Processors(worker.pids()) as processors:
            pace = Pace(worker.sock, processors, worker.buffer)
            ended, exit_ = _serve(worker, session, plan, policy, pace)
        usage = ending.usage(session, exit_, meter.spent, time.monotonic() - started)
        if audit is not None:
            ended = audit.ended(ended, session, usage)
    except RexpyError as error:
        if audit is not None:
            audit.failed(error)
        raise
    except Exception as error:
        if audit is not None:
            audit.failed(error)
        if session is not None and session.callers_error is error:
            raise
        # A bug of rexpy's own. The run has ended, refused; the caller gets a class that he can expect.
        raise RunnerError(f"rexpy itself failed: {type(error).__name__}: {error}") from error
    finally:
        handles.close_all()
        worker.close()
        if session is not None:
            session.close()
        if audit is not None:
            audit.close()
    result = ending.result(plan, policy.sha256, session, report, ended, usage)
    return observing.added_to(result) if observing else result


def _audit(options: AuditOptions, policy: Policy, plan: Plan) -> "RunAudit":
    # Not: an import above. A run without an audit need not wait for it.
    from rexpy.broker.audit.run import RunAudit

    return RunAudit(options, policy, plan)


def _session(
    worker: WorkerProcess, policy: Policy, plan: Plan, handles: Handles, meter: WriteMeter, audit: "RunAudit | None"
) -> tuple[Session, "ObservingDecider | None"]:
    deciding = Deciding()
    # `session` is made below, before the first question is asked.
    facts = Facts(plan.facts, lambda: (session.calls, meter.spent))
    decider: Decider = policy.authorizer(plan.principal, facts if audit is None else audit.facts(facts))
    observing = None
    if policy.has_shadows:
        from rexpy.broker.shadowing import ObservingDecider

        decider = observing = ObservingDecider(decider, deciding)
    make_guardrail: Callable[..., Guardrail] = Guardrail
    make_gate: Callable[..., Gate] = Gate
    if audit is not None:
        decider, make_guardrail, make_gate = audit.around(decider, deciding)
    guardrail = make_guardrail(
        [*(file.path for file in policy.files), *([plan.redaction.path] if plan.redaction.path else ())],
        allow_hard_links=plan.allow_hard_links,
        own_pids=worker.pids,
        trees=[path for path, _ in plan.module_path],
    )
    services = Services(meter, Servers(plan.nameservers), worker.buffer, meter.deadline, plan.redaction.dictionary)
    gate = make_gate(decider, guardrail=guardrail, handles=handles, services=services)

    def denial(refused: Refused) -> Denial:
        return refused.denial(principal=plan.principal, operation=deciding.operation, line=deciding.line)

    def supplies() -> "Supplies":
        from rexpy.broker.supplies import Supplies

        told = audit.module if audit is not None else None
        return Supplies(stdin=plan.stdin, module_path=plan.module_path, limits=plan.limits, on_module=told)

    session = Session(
        worker.sock,
        gate=gate,
        operations=OPERATIONS,
        limits=plan.limits,
        shared=worker.buffer.shared,
        deciding=deciding,
        denial=denial,
        on_output=plan.on_output,
        supplies=supplies,
        on_limit=audit.limit if audit is not None else None,
    )
    return session, observing


def _sealed(worker: WorkerProcess, session: Session, plan: Plan) -> SealReport:
    """Return the worker's seal report when it is enough; the script has not been sent."""
    try:
        hello = session.hello()
        if hello is None:
            raise ContainmentError(_unsealed(worker))
        report = SealReport.from_wire(hello.report)
    except (RemoteProtocolError, ReportInvalid) as error:
        raise ContainmentError(f"the worker did not report its seal: {error}") from None
    missing = check(report, plan.seal)
    if missing:
        raise ContainmentError("; ".join(missing))
    return report


def _unsealed(worker: WorkerProcess) -> str:
    ended, left = _end(worker, by_itself=True)
    failure = worker.failure
    if worker.timed_out:
        return f"the worker did not report its seal within {START_S:g} s"
    if failure is None and not left:
        return "the worker closed the wire before it was sealed"
    if failure is None:
        return f"the worker ended before it was sealed (signal {ended.signal}, code {ended.code})"
    if not failure.mechanism:
        return failure.reason
    return f"{failure.mechanism} cannot be set up: {failure.reason} (--waive {failure.mechanism} runs without it)"


def _serve(worker: WorkerProcess, session: Session, plan: Plan, policy: Policy, pace: Pace) -> tuple[Ending, Exit]:
    """Send the script and answer it; return how it ended, and how the worker did."""
    limits = plan.limits
    told: Ending | None = None
    try:
        session.start(Run(plan.spec(policy), plan.source))
        session.serve(pace)
        if session.outcome is not None:
            told = ending.reported(
                outcome.parse(session.outcome, filename=plan.filename),
                session.denials.kept,
                limits,
                reached=session.reached,
            )
    except RemoteProtocolError as error:
        told = ending.breach(str(error))
    except LimitEnds as reached:
        told = ending.limit(reached.limit, limits)
    except RunOver:
        told = ending.limit("wall_s", limits)
    except EndsRun as error:
        told = ending.failed(str(error))
    exit_, left = _end(worker, by_itself=told is None)
    if worker.violation is not None:
        told = ending.violation(worker.violation)
    elif told is None:
        if worker.timed_out:
            told = ending.limit("wall_s", limits)
        else:
            told = ending.gone(exit_, limits) if left else ending.failed("the worker closed the wire without a result")
    return told, exit_


def _end(worker: WorkerProcess, *, by_itself: bool) -> tuple[Exit, bool]:
    """End the worker and return how it ended, and whether it did so by itself, for which it has a moment if asked."""
    if by_itself:
        try:
            return worker.wait(LEAVE_S), True
        except TimeoutError:
            pass
    worker.kill()
    return worker.wait(EXIT_WAIT_S), False
