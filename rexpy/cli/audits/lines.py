"""What `rexpy audit show` prints of a summary and of single records; every text of a record is made harmless."""

from datetime import datetime

from rexpy.broker.refusal import uid
from rexpy.cli import visible
from rexpy.cli.paint import BLANK, ERROR, FAINT, GOOD, STRONG, WARNING, Line, Span, line, row, spans
from rexpy.tooling.recorded.bounded import Tally
from rexpy.tooling.recorded.reading import Counts
from rexpy.tooling.recorded.record import Record
from rexpy.tooling.recorded.summary import Run, Summary, told

ID_SHOWN = 12
"""Characters of a run's id; `--run` takes the beginning of one."""
BAR = 24
MAX_BUCKETS = 24

_EFFECT_WORDS = {"permit": "allowed", "no_permit": "denied", "forbid": "denied", "error": "error"}
_EFFECT_STYLES = {"permit": GOOD, "no_permit": ERROR, "forbid": ERROR, "error": ERROR}
_SHORT = {"file_system::File": "file", "file_system::Dir": "directory", "sysinfo::Hostname": "host"}


def summary_lines(summary: Summary, counts: Counts, *, top: int) -> list[Line]:
    """Return the summary: runs, decisions by action, what was denied most, what went wrong, when it was."""
    lines = [_head(summary, counts)]
    for part in (_runs(summary, top), _actions(summary), _denials(summary, top), _events(summary, top), _when(summary)):
        if part:
            lines += [BLANK, *part]
    return lines


def _head(summary: Summary, counts: Counts) -> Line:
    tally = summary.tally
    said = f"{counted(counts.records, 'record')} in {counted(len(counts.files), 'file')}"
    if summary.first:
        said += f", {moment(summary.first)} to {moment(summary.last)}"
    parts: list[Span | str] = [f"{said}: {counted(tally.total, 'decision')}"]
    if tally.denied:
        parts += [", ", Span(f"{tally.denied:,} denied", ERROR)]
    if tally.errors:
        parts += [", ", Span(f"{tally.errors:,} in error", ERROR)]
    return spans(*parts)


def _runs(summary: Summary, top: int) -> list[Line]:
    runs = summary.shown_runs()
    if not runs:
        return []
    more = summary.more_runs + max(0, len(runs) - top)
    lines = [line("runs", STRONG)]
    if more:
        lines.append(line(f"{counted(more, 'run')} before these (--top shows more, -o json all that are kept)", FAINT))
    days = {day(run.first) for run in runs[-top:]}
    for run in runs[-top:]:
        began = clock(run.first) if len(days) == 1 else f"{day(run.first)[5:]} {clock(run.first)}"
        head = f"{began}  {visible.line(run.id[:ID_SHOWN]):<{ID_SHOWN}}  "
        lines.append(row(Span(head, FAINT), *_run(run), indent=2))
    return lines


def _run(run: Run) -> list[Span | str]:
    parts: list[Span | str] = [Span(visible.line(run.script or "?"), STRONG)]
    if run.principal is not None:
        parts.append(f" as {visible.line(run.principal.id)}")
    parts.append(f": {counted(run.tally.total, 'decision')}")
    if run.tally.refused:
        parts += [", ", Span(f"{run.tally.refused:,} denied", ERROR)]
    if run.events:
        parts += [", ", Span(counted(run.events, "event"), WARNING)]
    if not run.ended:
        parts += ["; ", Span("no end recorded", WARNING)]
    elif run.exit_code is not None:
        code = Span(f"exit {run.exit_code}", GOOD if run.exit_code == 0 else ERROR)
        parts += ["; ", code, f" after {(run.last - run.first) / 1000:.1f} s"]
        if run.error_type:
            parts.append(f" ({visible.line(run.error_type)})")
    return parts


def _actions(summary: Summary) -> list[Line]:
    found = summary.actions.most()
    if not found:
        return []
    lines = [line("decisions by action", STRONG)]
    named = [(visible.line(action.name if action is not None else "[redacted]"), tally) for action, tally in found]
    width = max(len(name) for name, _ in named)
    most = max(tally.total for _, tally in named)
    for name, tally in named:
        lines.append(row(f"{name:<{width}}  ", *bar(tally, most), *_counts(tally), head=3, indent=2))
    return lines


def _denials(summary: Summary, top: int) -> list[Line]:
    found = [item for item in summary.requests.most("refused") if item[1].refused]
    if not found:
        return []
    lines = [line("most denied", STRONG)]
    width = len(f"{found[0][1].refused:,}")
    for key, tally in found[:top]:
        action = visible.line(key.action.name if key.action is not None else "[redacted]")
        what = "[redacted]"
        if key.resource is not None:
            what = f"{_SHORT.get(key.resource.type, key.resource.type)} {key.resource.id}"
        pieces: list[Span | str] = [Span(f"{tally.refused:>{width},}  ", ERROR), Span(f"{action} ", STRONG)]
        pieces.append(visible.line(what))
        why = summary.why.get(key)
        if why is not None:
            pieces.append(Span(f"  {visible.line(_why(why.effect, why.policies, why.operation, why.line))}", FAINT))
        lines.append(row(*pieces, indent=2))
    if len(found) > top:
        lines.append(line(f"and {len(found) - top:,} more requests denied", FAINT, indent=2))
    return lines


def _why(effect: str, policies: tuple[tuple[str, str], ...], operation: str, number: int) -> str:
    said = {"no_permit": "no permit", "error": "could not be decided"}.get(effect, "")
    if effect == "forbid":
        said = "forbidden by " + (", ".join(f"{name} ({place})" for name, place in policies) or "a policy")
    asked = f"{operation} line {number}" if number else operation
    return f"({said}; {asked})" if asked else f"({said})"


def _events(summary: Summary, top: int) -> list[Line]:
    if not summary.events:
        return []
    lines = [line("events", STRONG)]
    for event in summary.events[-top:]:
        head = f"{moment(event.time)}  {visible.line(event.run[:ID_SHOWN]):<{ID_SHOWN}}  "
        lines.append(row(Span(head, FAINT), Span(visible.line(event.text), WARNING), indent=2))
    more = len(summary.events) + summary.more_events - min(top, len(summary.events))
    if more:
        lines.insert(1, line(f"{counted(more, 'event')} besides these", FAINT, indent=2))
    return lines


def _when(summary: Summary) -> list[Line]:
    step, buckets = summary.timeline.buckets(MAX_BUCKETS)
    if len(buckets) < 2:
        return []
    most = max(tally.total for _, tally in buckets)
    several_days = day(buckets[0][0]) != day(buckets[-1][0])
    lines = [line(f"when (by {_span(step)})", STRONG)]
    for began, tally in buckets:
        label = clock(began) if step >= 1000 else clock(began, exact=True)
        if several_days:
            label = f"{day(began)[5:]} {label}" if step < 86_400_000 else day(began)
        if tally.total:
            lines.append(row(Span(f"{label}  ", FAINT), *bar(tally, most), *_counts(tally), head=3, indent=2))
        elif lines[-1].text.strip() != "...":
            lines.append(line("...", FAINT, indent=2))
    return lines


def _span(step: int) -> str:
    for size, name in ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s")):
        if step >= size:
            return f"{step // size} {name}"
    return f"{step} ms"


def bar(tally: Tally, most: int) -> tuple[Span, Span]:
    """Return a bar of # for what was allowed and x for what was not; whatever there is shows at least once."""
    length = max(1, round(BAR * tally.total / most)) if tally.total else 0
    bad = min(length, max(1, round(length * tally.refused / tally.total))) if tally.refused else 0
    if tally.allowed and bad == length and length > 1:
        bad -= 1
    return Span("#" * (length - bad), GOOD), Span("x" * bad + " " * (BAR - length + 2), ERROR)


def _counts(tally: Tally) -> list[Span | str]:
    parts: list[Span | str] = [f"{tally.allowed:,} allowed"]
    if tally.denied:
        parts += [", ", Span(f"{tally.denied:,} denied", ERROR)]
    if tally.errors:
        parts += [", ", Span(f"{tally.errors:,} in error", ERROR)]
    return parts


def record_line(record: Record) -> Line:
    """Return one record as a line."""
    head = f"{day(record.time)} {clock(record.time, exact=True)}  {visible.line(record.run[:ID_SHOWN]):<{ID_SHOWN}}  "
    if not record.decided:
        style = WARNING if record.severity > 1 else FAINT
        return row(Span(head, FAINT), Span(visible.line(told(record)), style))
    action = record.action.name if record.action is not None else "[redacted]"
    resource = uid(record.resource) if record.resource is not None else "[redacted]"
    style = _EFFECT_STYLES[record.effect]
    parts: list[Span | str] = [
        Span(f"{_EFFECT_WORDS[record.effect]:<7} ", style),
        Span(f"{visible.line(action)} ", STRONG),
        visible.line(resource),
    ]
    if record.allowed:
        by = ", ".join(name for name, _ in record.policies)
        asked = f"{record.operation} line {record.line}" if record.line else record.operation
        parts.append(Span(visible.line(f"  ({'by ' + by + '; ' if by else ''}{asked})"), FAINT))
    else:
        parts.append(
            Span(visible.line(f"  {_why(record.effect, record.policies, record.operation, record.line)}"), FAINT)
        )
    return row(Span(head, FAINT), *parts)


def moment(time: int) -> str:
    """Return a time as day and clock, in the local zone."""
    return f"{day(time)} {clock(time)}"


def day(time: int) -> str:
    """Return the local day of a time in epoch milliseconds."""
    return datetime.fromtimestamp(time / 1000).astimezone().strftime("%Y-%m-%d")


def clock(time: int, *, exact: bool = False) -> str:
    """Return the local time of day, *exact* with milliseconds."""
    shown = datetime.fromtimestamp(time // 1000).astimezone().strftime("%H:%M:%S")
    return f"{shown}.{time % 1000:03}" if exact else shown


def counted(number: int, word: str) -> str:
    """Return `1 word` or `2 words`."""
    return f"{number:,} {word}{'s' * (number != 1)}"
