"""`rexpy audit report`: a page for whoever reviews what scripts did, that opens without a network."""

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from rexpy.cli.audits.options import choice_of, choosing, deciding

if TYPE_CHECKING:
    from rexpy.cli.audits.page.page import Checked, OverTime
    from rexpy.tooling.recorded.choice import Choice
    from rexpy.tooling.recorded.summary import Summary

STRIPS = 12
"""Directories, and scripts, shown over time."""
STRIP_BUCKETS = 60


@click.command(
    "report",
    epilog="""\b
Examples:
  rexpy audit report decisions.jsonl --html report.html
  rexpy audit report --since 7d --path /srv decisions.jsonl --html week.html

Exit code: 0 it was written, 3 a file cannot be read or is no audit trail, 125 the page cannot be written. What rexpy
audit verify finds is on the page, and does not change the code.""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--html", "out", metavar="OUT", required=True, help="The page to write, for its owner to read; - prints it."
)
@click.option("--audit-key", "key", metavar="FILE", help="The key that the records were made under.")
@click.option("--no-head", "headless", is_flag=True, help="Take no offence at a trail without a head: a copy, say.")
@choosing
@deciding
def command(files: tuple[str, ...], out: str, key: str | None, headless: bool, **given: Any) -> int:
    """Write one page of HTML with what the trails in FILEs say: what each script touched, allowed and denied, by
    directory and over time, whether the trail is whole, and every event.

    The page holds all that it needs. It loads nothing, sends nothing and asks for nothing: open it offline.
    """
    from rexpy.cli import streams
    from rexpy.cli.audits.options import Progress, show_unreadable
    from rexpy.cli.audits.page.page import Content, page
    from rexpy.tooling.recorded.reading import Counts, TrailUnreadable, read
    from rexpy.tooling.recorded.summary import Summary

    context = click.get_current_context()
    if "-" in files:
        raise click.UsageError("a trail is read twice; standard input can be read once", context)
    if out != "-" and _is_of_a_trail(out, files):
        raise click.UsageError(f"{out!r} is a file of the trail", context)
    choice, counts, progress = choice_of(given), Counts(), Progress()
    summary = Summary(choice)
    try:
        for record in read(files, counts, progress.add):
            summary.see(record)
        over_time = _over_time(files, choice, summary)
    except TrailUnreadable as error:
        progress.end()
        return show_unreadable(error)
    progress.end()
    content = Content(
        summary=summary,
        counts=counts,
        checked=_checked(files, key, context, headless=headless),
        made=int(time.time() * 1000),
        chosen=_chosen(choice),
        over_time=over_time,
    )
    text = page(content)
    if out == "-":
        streams.write(sys.stdout, text)
        return 0
    return _write(out, text)


def _over_time(files: tuple[str, ...], choice: "Choice", summary: "Summary") -> "OverTime":
    """Return the busiest directories and scripts over time: a second reading, for which they must be known."""
    from rexpy.cli.audits.page.page import OverTime
    from rexpy.tooling.recorded.bounded import Tally
    from rexpy.tooling.recorded.reading import Counts, read
    from rexpy.tooling.recorded.summary import directory_shown

    step, buckets = summary.timeline.buckets(STRIP_BUCKETS)
    scripts: dict[str, int] = {}
    for each in summary.shown_runs():
        scripts[each.script] = scripts.get(each.script, 0) + each.tally.total
    if len(buckets) < 2:
        return OverTime()
    first = buckets[0][0]

    def rows(names: list[str]) -> dict[str, list[Tally]]:
        return {name: [Tally() for _ in buckets] for name in names}

    places = rows([name for name, _ in summary.directories.most(limit=STRIPS)])
    busiest = rows([name for name in sorted(scripts, key=lambda name: -scripts[name]) if name][:STRIPS])
    for record in read(files, Counts()):
        if record.decided and choice.takes(record):
            run = summary.runs.get(record.run)
            at = (record.time - first) // step
            for row in (places.get(directory_shown(record.resource)), busiest.get(run.script) if run else None):
                if row is not None and 0 <= at < len(row):
                    row[at].count(record.effect)
    return OverTime(tuple(places.items()), tuple(busiest.items()), tuple(began for began, _ in buckets))


def _checked(files: tuple[str, ...], key: str | None, context: click.Context, *, headless: bool) -> "list[Checked]":
    from rexpy.broker.audit.places import Unfit, read_key
    from rexpy.cli.audits.page.page import Checked
    from rexpy.tooling.verify import verify

    try:
        secret = read_key(key) if key is not None else None
    except (OSError, Unfit) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise click.UsageError(f"the key {key!r} cannot be used: {said}", context) from None
    found = []
    for report in verify(files, secret, headless=headless):
        problems = "; ".join(problem.message for problem in report.problems[:3])
        more = len(report.problems) + report.more - 3
        said = problems + (f"; and {more} more" if more > 0 else "") if problems else "; ".join(report.notes)
        if not said:
            said = f"records {report.first} to {report.last} are as they were written; the last hash is {report.hash}"
        found.append(Checked(report.path, report.status.value, said))
    return found


def _chosen(choice: "Choice") -> list[str]:
    from rexpy.cli.audits.lines import moment

    said = [
        f"{name} {', '.join(values)}"
        for name, values in (
            ("run", choice.runs),
            ("decision", choice.decisions),
            ("action", choice.actions),
            ("path", choice.paths),
        )
        if values
    ]
    if choice.since:
        said.append(f"since {moment(choice.since)}")
    if choice.until is not None:
        said.append(f"until {moment(choice.until)}")
    return said


def _is_of_a_trail(out: str, files: tuple[str, ...]) -> bool:
    from rexpy.broker.audit.form import head_path, rotated_from

    written = os.path.realpath(out)
    trails = {os.path.realpath(file) for file in files}
    rotated = rotated_from(written)
    return written in trails or written in map(head_path, trails) or (rotated is not None and rotated[0] in trails)


def _write(out: str, text: str) -> int:
    """Write the page whole or not at all, for its owner to read: it holds names of files."""
    from rexpy.cli.findings import failure_lines
    from rexpy.cli.paint import paint
    from rexpy.errors import EXIT_RUNNER

    temporary = f"{out}.{os.getpid()}.tmp"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(temporary, out)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as error:
        paint(sys.stderr, failure_lines(f"{out!r} cannot be written: {error.strerror}"))
        return EXIT_RUNNER
    return 0
