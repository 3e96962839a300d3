"""How a run ended, told from the broker's own records and the kernel's: the error, the exit code, the result."""

import signal
from collections.abc import Set
from typing import TYPE_CHECKING, NamedTuple

from rexpy.broker.limits import Limits
from rexpy.broker.outcome import Outcome
from rexpy.broker.result import Denial, ErrorType, ExitCode, Mechanism, Result, RunError, Usage
from rexpy.broker.worker_process import Exit, Violation
from rexpy.seal.report import SealReport

if TYPE_CHECKING:
    from rexpy.broker.run import Plan
    from rexpy.broker.session import Session

_OPTIONS = {
    "wall_s": "--timeout",
    "cpu_s": "--max-cpu",
    "memory_bytes": "--max-memory",
    "calls": "--max-calls",
    "handles": "--max-handles",
    "written_bytes": "--max-written",
    "stdin_bytes": "--max-stdin",
    "result_bytes": "--max-result",
}
"""The option that sets each limit that can end a run."""


_SEEN_BY_WORKER = frozenset({"memory_bytes", "result_bytes"})
"""Limits that the worker alone notices; any other was reached only where the broker says so."""


class Ending(NamedTuple):
    """The exit code, the error where there is one, and the script's value."""

    exit_code: int
    error: RunError | None = None
    value: object = None


def limit(name: str, limits: Limits, said: str = "") -> Ending:
    """Return the end by a limit: which, how much, and the option that sets it."""
    value = getattr(limits, name)
    code = {"wall_s": ExitCode.TIME_LIMIT, "cpu_s": ExitCode.TIME_LIMIT, "memory_bytes": ExitCode.MEMORY_LIMIT}
    words = {
        "wall_s": f"the script ran longer than {value:g} s",
        "cpu_s": f"the script used more than {value} s of processor time",
        "memory_bytes": f"the script needed more than {value} bytes of memory",
        "calls": f"the script asked for more than {value} operations",
        "handles": f"the script held more than {value} files open",
        "written_bytes": f"the script wrote more than {value} bytes",
        "stdin_bytes": f"the script read more than {value} bytes of standard input",
        "result_bytes": f"the script's result is larger than {value} bytes",
    }[name]
    message = f"{words} ({_OPTIONS[name]}){said}"
    return Ending(code.get(name, ExitCode.SCRIPT_RAISED), RunError(ErrorType.LIMIT_EXCEEDED, message, limit=name))


def violation(found: Violation) -> Ending:
    """Return the end by a forbidden system call."""
    called = f"{found.name} ({found.number})" if found.number >= 0 else "one whose number the kernel does not tell here"
    message = (
        f"the worker made a forbidden system call: {called} on {found.architecture}; it was ended before the call ran"
    )
    return Ending(ExitCode.RUNNER_FAILED, RunError(ErrorType.CONTAINMENT_VIOLATION, message, syscall=called))


def breach(reason: str) -> Ending:
    """Return the end by a breach of the protocol."""
    message = f"the worker broke the protocol and was ended: {reason}"
    return Ending(ExitCode.RUNNER_FAILED, RunError(ErrorType.COMMUNICATION, message))


def failed(reason: str) -> Ending:
    """Return the end by a failure of rexpy's own."""
    return Ending(ExitCode.RUNNER_FAILED, RunError(ErrorType.INTERNAL, reason))


def gone(exit_: Exit, limits: Limits) -> Ending:
    """Return the end of a worker that vanished without a word: the kernel's record tells why."""
    spent = exit_.user_s + exit_.system_s
    if exit_.signal in (signal.SIGXCPU, signal.SIGKILL) and spent >= limits.cpu_s - 0.5:
        return limit("cpu_s", limits)
    if exit_.signal == signal.SIGKILL:
        return limit("memory_bytes", limits, said="; the system ended it from outside, as it does when memory runs out")
    if exit_.signal is not None:
        name = signal.Signals(exit_.signal).name if exit_.signal in signal.valid_signals() else str(exit_.signal)
        return failed(f"the worker was ended by {name}: the script crashed the interpreter")
    return failed(f"the worker ended without a result (code {exit_.code})")


def reported(outcome: Outcome, denials: list[Denial], limits: Limits, *, reached: Set[str]) -> Ending:
    """Return the end that the worker reported; `denials` and `reached`, the limits, are what the broker itself saw."""
    if outcome.findings:
        first = outcome.findings[0]
        said = f"{first.file}:{first.line}:{first.column}: {first.message}"
        if first.suggestion:
            said += f"; {first.suggestion}"
        more = f" (and {len(outcome.findings) - 1} more)" if len(outcome.findings) > 1 else ""
        error = RunError(
            ErrorType.VALIDATION,
            f"the script does not compile: {said}{more}",
            line=first.line,
            findings=outcome.findings,
        )
        return Ending(ExitCode.INVALID, error, value=outcome.value)
    failure = outcome.failure
    if failure is None:
        code = outcome.code or 0
        if code == 0:
            return Ending(ExitCode.OK, value=outcome.value)
        return Ending(
            code, RunError(ErrorType.SCRIPT, f"the script ended itself with code {code}", exception="SystemExit")
        )
    about = {"exception": failure.exception, "traceback": failure.traceback, "line": failure.line}
    # Threat: a worker that names a limit which it did not reach, or one that ends runs by itself.
    if failure.limit is not None and failure.limit in _SEEN_BY_WORKER | reached:
        ended = limit(failure.limit, limits)
        assert ended.error is not None
        error = RunError(ErrorType.LIMIT_EXCEEDED, ended.error.message, limit=failure.limit, **about)  # type: ignore[arg-type]
        return Ending(ended.exit_code, error)
    message = f"{failure.exception}: {failure.message}" if failure.message else failure.exception
    # A denial counts as the end's cause only where the broker itself recorded one.
    if failure.denial is not None and denials:
        denial = denials[failure.denial] if 0 <= failure.denial < len(denials) else denials[-1]
        error = RunError(ErrorType.ACCESS_DENIED, message, denial=denial, **about)  # type: ignore[arg-type]
        return Ending(ExitCode.DENIED, error)
    return Ending(ExitCode.SCRIPT_RAISED, RunError(ErrorType.SCRIPT, message, **about))  # type: ignore[arg-type]


def usage(session: "Session", exit_: Exit, written: int, wall_s: float) -> Usage:
    """Return what the run used, by the broker's own count and the kernel's."""
    return Usage(
        wall_s=round(wall_s, 6),
        user_s=exit_.user_s,
        system_s=exit_.system_s,
        max_rss_bytes=exit_.max_rss,
        calls=session.calls,
        bytes_written=written,
        output_bytes=session.output.kept,
    )


def result(
    plan: "Plan", policy_sha256: str, session: "Session", report: SealReport, ended: Ending, used: Usage
) -> Result:
    """Return the result: everything in it is the broker's own record but output, value and the text of an error."""
    return Result(
        run_id=plan.run_id,
        status="SUCCESS" if ended.error is None else "ERROR",
        exit_code=ended.exit_code,
        stdout=session.output.text(1),
        stderr=session.output.text(2),
        value=ended.value,
        error=ended.error,
        denials=tuple(session.denials.kept),
        logs=tuple(session.published.logs),
        metrics=tuple(session.published.metrics),
        alarms=tuple(session.published.alarms),
        operations=session.counts,
        usage=used,
        truncated=session.output.truncated or session.denials.cut or session.published.cut,
        containment=tuple(Mechanism(m.mechanism, m.enforcement.value, m.detail) for m in report.mechanisms),
        policy_sha256=policy_sha256,
    )
