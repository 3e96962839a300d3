"""`rexpy audit show`: what trails say, altogether, record by record, or as it comes."""

import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any

import click

from rexpy.cli.audits.options import choice_of, choosing, deciding
from rexpy.cli.group import output

if TYPE_CHECKING:
    from rexpy.tooling.recorded.choice import Choice
    from rexpy.tooling.recorded.reading import Counts
    from rexpy.tooling.recorded.record import Record

POLL_S = 0.25
"""Seconds between two looks at a trail that is followed."""
BEFORE = 10
"""Records that were there before, shown first when a trail is followed."""


@click.command(
    "show",
    epilog="""\b
Examples:
  rexpy audit show decisions.jsonl
  rexpy audit show --decision denied --path /etc --since 2d decisions.jsonl
  rexpy audit show --records --run 0f0e0d decisions.jsonl
  rexpy audit show --follow --decision denied decisions.jsonl
  rexpy audit show -o json decisions.jsonl | jq .denials[0]

Exit code: 0 it was read, 3 a file cannot be read or is no audit trail.""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@choosing
@deciding
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="Rows of each list."
)
@click.option("--records", is_flag=True, help="Show each record instead of the summary; as JSON, one line each.")
@click.option("-f", "--follow", is_flag=True, help="Show the last records, and new ones as they come, until Ctrl-C.")
@output
def command(files: tuple[str, ...], top: int, records: bool, follow: bool, form: str, **given: Any) -> int:
    """Show what the trails in FILEs say: runs, decisions by action, what was denied most, what went wrong, and when.

    Each FILE is read with what was rotated; - is standard input. Times are local. Nothing is checked: rexpy audit
    verify says whether a trail is as it was written.
    """
    from rexpy.cli.audits.options import Progress, show_unreadable
    from rexpy.tooling.recorded.reading import Counts, TrailUnreadable

    if follow and (len(files) > 1 or files == ("-",)):
        raise click.UsageError("--follow takes one FILE", click.get_current_context())
    choice, counts, progress = choice_of(given), Counts(), Progress()
    try:
        if follow:
            return _follow(files[0], choice, counts, form)
        if records:
            _records(files, choice, counts, form)
        else:
            _summary(files, choice, counts, form, top, progress)
    except TrailUnreadable as error:
        progress.end()
        return show_unreadable(error)
    return 0


def _summary(files: tuple[str, ...], choice: "Choice", counts: "Counts", form: str, top: int, progress: Any) -> None:
    from rexpy.tooling.recorded.reading import read
    from rexpy.tooling.recorded.summary import Summary

    summary = Summary(choice)
    for record in read(files, counts, progress.add):
        summary.see(record)
    progress.end()
    if form == "json":
        from rexpy.cli.streams import write_json
        from rexpy.tooling.recorded.forms import summary_json

        write_json(summary_json(summary, counts))
        return
    from rexpy.cli.audits.lines import summary_lines
    from rexpy.cli.paint import paint

    paint(sys.stdout, summary_lines(summary, counts, top=top))
    _say_others(counts)


def _records(files: tuple[str, ...], choice: "Choice", counts: "Counts", form: str) -> None:
    from rexpy.tooling.recorded.reading import read

    for record in read(files, counts):
        if choice.takes(record):
            _put(record, form)
    _say_others(counts)


def _follow(path: str, choice: "Choice", counts: "Counts", form: str) -> int:
    from rexpy.tooling.recorded.following import follow

    before: deque[Record] | None = deque(maxlen=BEFORE)
    for record in follow(path, counts, lambda: time.sleep(POLL_S), _say_missed):
        if record is None:
            for each in before or ():
                _put(each, form)
            before = None
        elif choice.takes(record):
            if before is None:
                _put(record, form)
            else:
                before.append(record)
    return 0


def _say_missed(first: int, last: int) -> None:
    from rexpy.cli.paint import WARNING, Span, paint, spans

    which = f"record {first} is" if first == last else f"records {first} to {last} are"
    said = f"{which} not there: removed to keep the bound before they could be read, or taken away"
    paint(sys.stderr, [spans(Span("note: ", WARNING), said)])


def _put(record: "Record", form: str) -> None:
    if form == "json":
        from rexpy.cli.streams import write_json
        from rexpy.tooling.recorded.forms import record_json

        write_json(record_json(record))
    else:
        from rexpy.cli.audits.lines import record_line
        from rexpy.cli.paint import paint

        paint(sys.stdout, [record_line(record)])


def _say_others(counts: "Counts") -> None:
    from rexpy.cli.audits.options import other_lines
    from rexpy.cli.paint import WARNING, Span, paint, spans

    paint(sys.stderr, [spans(Span("note: ", WARNING), each) for each in other_lines(counts)])
