"""What `rexpy run` tells of a run after it, on standard error, when it went wrong or when asked to."""

from collections.abc import Sequence

from rexpy.broker.result import Denial, ErrorType, LogRecord, Mechanism, Observed, Result, RunError
from rexpy.cli import visible
from rexpy.cli.findings import excerpt_lines, finding_lines
from rexpy.cli.paint import BLANK, ERROR, FAINT, GOOD, STRONG, WARNING, Line, Span, code, line, row, spans
from rexpy.cli.parameters import show_size

MAX_GROUPS = 10
"""Denials of different requests that are shown; the JSON forms have them all."""
MAX_LINES = 5
"""Script lines named for one of them."""

_ENDED = {
    ErrorType.VALIDATION: "not run",
    ErrorType.ACCESS_DENIED: "refused by the policy",
    ErrorType.INTERNAL: "rexpy failed",
    ErrorType.SCRIPT: "the script failed",
    ErrorType.COMMUNICATION: "the worker broke the protocol",
    ErrorType.LIMIT_EXCEEDED: "limit reached",
    ErrorType.CONTAINMENT_VIOLATION: "containment violated",
}
_ENFORCED = {"full": GOOD, "partial": WARNING, "none": ERROR}


def report_lines(result: Result, *, source: str, verbose: bool = False) -> list[Line]:
    """Return the report: the error at its script line, the denials, what it took; with *verbose* the seal as
    well.
    """
    lines: list[Line] = []
    error = result.error
    if error is not None:
        lines += _error_lines(error, source)
    if result.denials:
        lines += [BLANK, *denial_lines(result.denials)] if lines else denial_lines(result.denials)
    lines += observed_lines(result.observed)
    if result.truncated:
        lines.append(
            spans(
                Span("cut: ", WARNING),
                "the output, the log or the denials were longer than what is kept (--max-output)",
            )
        )
    if verbose:
        lines += _verbose_lines(result)
    lines.append(_summary(result))
    return lines


def _error_lines(error: RunError, source: str) -> list[Line]:
    label = "ended" if error.exception == "SystemExit" else _ENDED[error.error_type]
    lines = [spans(Span(f"{label}: ", ERROR), *_message(error))]
    if error.findings:
        return [lines[0], *finding_lines(error.findings, source=source)]
    written = source.splitlines()
    # The message is said already.
    traceback = (error.traceback or "").rstrip("\n").removesuffix(error.message)
    if traceback.count("\n  File ") > 1:
        lines += [code(each, FAINT, indent=2) for each in visible.block(traceback).splitlines()]
    elif 0 < error.line <= len(written):
        lines += [
            line(f"at line {error.line}", indent=2),
            *excerpt_lines(error.line, 0, written[error.line - 1]),
        ]
    elif error.line:
        lines.append(line(f"at line {error.line}", indent=2))
    return lines


def _message(error: RunError) -> list[Span | str]:
    if error.findings:
        count = len(error.findings)
        return ["the script does not compile" if count == 1 else f"the script does not compile, for {count} reasons"]
    return [Span(visible.line(error.message), STRONG)]


def denial_lines(denials: Sequence[Denial]) -> list[Line]:
    """Return what the policy refused, each request once, with what would allow it or what forbids it."""
    groups: dict[tuple[str, str, str, tuple[str, ...]], list[Denial]] = {}
    for denial in denials:
        groups.setdefault((denial.action, denial.resource, denial.effect, denial.policies), []).append(denial)
    lines: list[Line] = []
    for alike in list(groups.values())[:MAX_GROUPS]:
        lines += _group_lines(alike)
    more = len(groups) - MAX_GROUPS
    if more > 0:
        lines.append(line(f"and {more} more requests refused (-o json lists them)"))
    return lines


def _group_lines(alike: Sequence[Denial]) -> list[Line]:
    denial = alike[0]
    lines = [
        spans(
            Span("denied: ", ERROR),
            Span(visible.line(denial.action), STRONG),
            " on ",
            Span(visible.line(denial.resource), STRONG),
        ),
        line(_where(alike), FAINT, indent=2),
    ]
    if denial.effect == "forbid":
        named = ", ".join(visible.line(policy) for policy in denial.policies)
        lines.append(line(f"forbidden by {named}", indent=2))
        if denial.advice:
            lines.append(spans("advice: ", Span(visible.line(denial.advice), GOOD), indent=2))
    elif denial.effect == "error":
        lines.append(line("the request could not be decided, which refuses it", indent=2))
        lines += [line(visible.line(error), indent=4) for error in denial.errors]
    elif denial.permit:
        lines.append(line("no policy permits it; this one would:", indent=2))
        lines += [code(each, GOOD, indent=4) for each in visible.block(denial.permit).splitlines()]
    return lines


def observed_lines(observed: Sequence[Observed]) -> list[Line]:
    """Return what policies with `@shadow` would have changed, each policy once, with its first requests."""
    groups: dict[tuple[str, str], list[Observed]] = {}
    for one in observed:
        if one.changes or one.effect == "error":
            groups.setdefault((one.policy, one.effect), []).append(one)
    lines: list[Line] = []
    for (policy, effect), several in list(groups.items())[:MAX_GROUPS]:
        did = {"forbid": "would have refused", "permit": "would have allowed"}.get(effect, "could not be evaluated for")
        count = _count(sum(one.times for one in several), "request")
        lines.append(spans(Span("shadow: ", STRONG), visible.line(policy), f" {did} {count}"))
        lines += [
            line(f"{visible.line(one.action)} on {visible.line(one.resource)}", FAINT, indent=2)
            for one in several[:MAX_LINES]
        ]
        if len(several) > MAX_LINES:
            lines.append(line(f"and {len(several) - MAX_LINES} more (-o json lists them)", FAINT, indent=2))
    return lines


def _where(alike: Sequence[Denial]) -> str:
    times = "once" if len(alike) == 1 else f"{len(alike)} times"
    operations = ", ".join(dict.fromkeys(visible.line(denial.operation) for denial in alike if denial.operation))
    numbers = list(dict.fromkeys(denial.line for denial in alike if denial.line))
    text = f"{times}, by {operations}" if operations else times
    if numbers:
        shown = ", ".join(str(number) for number in numbers[:MAX_LINES]) + (", ..." if len(numbers) > MAX_LINES else "")
        text += f", script line{'s' if len(numbers) > 1 else ''} {shown}"
    return text


def _verbose_lines(result: Result) -> list[Line]:
    lines: list[Line] = []
    if result.value is not None:
        from rexpy.cli.streams import json_text

        text = json_text(result.value).rstrip("\n")
        lines.append(spans(Span("value: ", STRONG), text if len(text) <= 1000 else text[:1000] + "..."))
    lines += _log_lines(result.logs)
    lines += _published_lines(result)
    if result.containment:
        lines += [line("containment", STRONG), *mechanism_lines(result.containment)]
    usage = result.usage
    processor = f"processor {usage.user_s + usage.system_s:.3f} s"
    memory = f"memory {_rounded(usage.max_rss_bytes)}"
    written = f"{usage.bytes_written} bytes written, {usage.output_bytes} bytes of output"
    lines.append(line("usage", STRONG))
    lines.append(line(f"time {usage.wall_s:.3f} s, {processor}, {memory}", indent=2))
    lines.append(line(f"{_count(usage.calls, 'operation')}, {written}", indent=2))
    if result.policy_sha256:
        lines.append(spans(Span("policy ", STRONG), f"sha256 {result.policy_sha256}"))
    lines.append(spans(Span("run ", STRONG), result.run_id))
    return lines


def _log_lines(logs: Sequence[LogRecord]) -> list[Line]:
    if not logs:
        return []
    return [
        line("log", STRONG),
        *(line(f"{visible.line(r.level)} line {r.line}: {visible.line(r.message)}", indent=2) for r in logs),
    ]


def _published_lines(result: Result) -> list[Line]:
    lines: list[Line] = []
    for alarm in result.alarms:
        details = f": {visible.line(alarm.details)}" if alarm.details else ""
        lines.append(spans(Span("alarm ", WARNING), Span(visible.line(alarm.type), STRONG), details))
    if result.metrics:
        lines.append(line("metrics", STRONG))
    for metric in result.metrics:
        told = ", ".join(f"{visible.line(key)} {visible.line(text)}" for key, text in metric.dimensions.items())
        unit = "" if metric.unit == "UNDEFINED" else f" {metric.unit}"
        about = f" ({told})" if told else ""
        lines.append(line(f"{visible.line(metric.name)} {metric.value:g}{unit}{about}", indent=2))
    return lines


def mechanism_lines(mechanisms: Sequence[Mechanism]) -> list[Line]:
    """Return the layers of containment, one a line: its name, how far it is in force, and why."""
    column = max(len(mechanism.name) for mechanism in mechanisms) + 2
    return [
        row(
            f"{mechanism.name:<{column}}",
            Span(f"{mechanism.enforcement:<9}", _ENFORCED.get(mechanism.enforcement, "")),
            Span(visible.line(mechanism.detail), FAINT),
            head=2,
            indent=2,
        )
        for mechanism in mechanisms
    ]


def _summary(result: Result) -> Line:
    """Return the last line: the exit code, the operations by name, the time."""
    parts = [f"exit {result.exit_code}"]
    if result.operations:
        most = sorted(result.operations.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{visible.line(name)} {count}" for name, count in most[:4]) + (
            ", ..." if len(most) > 4 else ""
        )
        parts.append(f"{_count(sum(result.operations.values()), 'operation')} ({named})")
    if result.denials:
        parts.append(f"{len(result.denials)} denied")
    if result.containment:
        parts.append(f"{result.usage.wall_s:.2f} s")
    return line("; ".join(parts), FAINT)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _rounded(size: int) -> str:
    return f"{size / (1 << 20):.0f} MiB" if size >= 1 << 20 else show_size(size)
