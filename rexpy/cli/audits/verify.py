"""`rexpy audit verify`: whether trails are as they were written, and which record is not."""

import sys
from typing import TYPE_CHECKING, Any

import click

from rexpy.cli.group import output
from rexpy.errors import EXIT_INVALID

if TYPE_CHECKING:
    from rexpy.cli.paint import Line
    from rexpy.tooling.verify import Report

EXIT_TAMPERED = 1
EXIT_UNCLOSED = 2


@click.command(
    "verify",
    epilog="""\b
Examples:
  rexpy audit verify decisions.jsonl
  rexpy audit verify -o json decisions.jsonl | jq .trails[].problems
  rexpy audit verify --audit-key audit.key decisions.jsonl

\b
Exit code:
  0    whole: every record as it was written
  1    tampered with
  2    not closed: the last writer was killed;
       the next run says so in the trail
  3    not readable, or no audit trail
  64   wrong usage""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--audit-key", "key", metavar="FILE", help="The key that the records were made under.")
@click.option("--no-head", "headless", is_flag=True, help="Check what has no head: what stderr: or syslog: left.")
@output
def command(files: tuple[str, ...], key: str | None, headless: bool, form: str) -> int:
    """Check the audit trail of each FILE, with its rotated files and its head.

    A record that was altered, removed, added or moved is named, and so is an end that was cut. May be used while
    runs go on.
    """
    from rexpy.broker.audit.places import Unfit, read_key
    from rexpy.cli.streams import write_json
    from rexpy.tooling.verify import Status, verify

    try:
        secret = read_key(key) if key is not None else None
    except (OSError, Unfit) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise click.UsageError(f"the key {key!r} cannot be used: {said}", click.get_current_context()) from None
    reports = verify(files, secret, headless=headless)
    if form == "json":
        write_json(_json(reports))
    else:
        from rexpy.cli.paint import paint

        paint(sys.stdout, _lines(reports))
    found = {report.status for report in reports}
    codes = {Status.TAMPERED: EXIT_TAMPERED, Status.UNREADABLE: EXIT_INVALID, Status.UNCLOSED: EXIT_UNCLOSED}
    return next((code for status, code in codes.items() if status in found), 0)


def _json(reports: "list[Report]") -> dict[str, Any]:
    trails = []
    for report in reports:
        said: dict[str, Any] = {**report._asdict(), "status": report.status.value}
        said["problems"] = [problem._asdict() for problem in report.problems]
        trails.append(said)
    return {"schema_version": 1, "ok": all(report.status.value == "ok" for report in reports), "trails": trails}


def _lines(reports: "list[Report]") -> "list[Line]":
    from rexpy.cli import visible
    from rexpy.cli.paint import ERROR, GOOD, STRONG, WARNING, Line, Span, row, spans

    styles = {"ok": GOOD, "unclosed": WARNING}
    made: list[Line] = []
    for report in reports:
        word = report.status.value
        name = Span(visible.line(report.path), STRONG)
        made.append(spans(name, ": ", Span(word, styles.get(word, ERROR)), f"; {_counted(report)}"))
        width = max((len(problem.kind) for problem in report.problems), default=0) + 2
        for problem in report.problems:
            place = f"{problem.file}:{problem.line}: " if problem.line else f"{problem.file}: " if problem.file else ""
            said = visible.line(f"{place}{problem.message}")
            made.append(row(Span(problem.kind.ljust(width), ERROR), said, indent=2))
        if report.more:
            made.append(spans(f"and {report.more} more", indent=2))
        made += [row("note  ", visible.line(note), indent=2) for note in report.notes]
    return made


def _counted(report: "Report") -> str:
    if not report.records:
        return "no records"
    some = f"{report.records} record{'s' if report.records > 1 else ''}, {report.first} to {report.last}"
    return f"{some}, in {len(report.files)} files" if len(report.files) > 1 else some
