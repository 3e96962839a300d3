"""`rexpy policy format`: policies laid out alike."""

import sys
from typing import Any

import click

from rexpy.cli.group import output
from rexpy.cli.parameters import count
from rexpy.cli.policies import options
from rexpy.errors import PolicyInvalid


@click.command(
    "format",
    epilog="""\b
Examples:
  rexpy policy format team.cedar
  rexpy policy format --check policies/*.cedar
  rexpy policy format - < draft.cedar

Exit code: 0 done, 1 under --check where a file would change, 3 one does not parse.""",
)
@click.argument("files", metavar="[FILE|DIR]...", nargs=-1)
@click.option("-p", "--policy", "policies", multiple=True, metavar="FILE|DIR", help="The same as an argument.")
@click.option("--check", is_flag=True, help="Write nothing: show what would change, and end with 1.")
@click.option("--width", type=count, metavar="N", default="80", show_default=True, help="Columns of a line.")
@click.option("--indent", type=count, metavar="N", default="4", show_default=True, help="Columns of a level.")
@output
@options.reporting
def command(files: tuple[str, ...], policies: tuple[str, ...], check: bool, width: int, indent: int, form: str) -> int:
    """Lay each FILE out as Cedar's own formatter does, in its place. Comments stay. - reads standard input and writes
    standard output.

    A file is written only when every one parses, and then at once: nobody reads half of it.
    """
    from rexpy.tooling.policies import layout

    laid = [layout.lay_out(source, width=width, indent=indent) for source in _sources(options.chosen(policies, files))]
    changed = [one for one in laid if one.changed]
    if not check:
        for one in changed:
            if one.name != STDIN:
                layout.write(one)
    if form == "json":
        from rexpy.cli.streams import write_json

        said = [{"file": one.name, "changed": one.changed, "diff": one.diff if check else None} for one in laid]
        write_json({"schema_version": 1, "ok": not (check and changed), "files": said})
    elif check:
        _show(changed)
    else:
        _tell(laid)
    return 1 if check and changed else 0


STDIN = "-"


def _sources(files: tuple[str, ...]) -> list[Any]:
    from rexpy.broker.policy.limits import PolicyLimits
    from rexpy.broker.policy.sources import Reader, Refused, Source, decode

    limits = PolicyLimits()
    reader = Reader(max_bytes=limits.policy_bytes, max_files=limits.files, suffix=".cedar")
    found: list[Source] = []
    findings = []
    for file in files:
        try:
            if file == STDIN:
                found.append(Source(STDIN, decode(STDIN, sys.stdin.buffer.read(limits.policy_bytes + 1))))
            else:
                found += reader.read(file)
        except Refused as refused:
            findings.append(refused.finding)
    if findings:
        raise PolicyInvalid(tuple(findings))
    return found


def _show(changed: list[Any]) -> None:
    from rexpy.cli import visible
    from rexpy.cli.paint import ERROR, FAINT, GOOD, STRONG, code, line, paint

    styles = {"+": GOOD, "-": ERROR, "@": FAINT}
    lines = []
    for one in changed:
        for number, text in enumerate(one.diff.splitlines()):
            style = STRONG if number < 2 else styles.get(text[:1], "")
            lines.append(code(visible.block(text), style))
    word = "file" if len(changed) == 1 else "files"
    lines.append(line(f"{len(changed)} {word} would change" if changed else "nothing would change"))
    paint(sys.stdout, lines)


def _tell(laid: list[Any]) -> None:
    from rexpy.cli import streams, visible
    from rexpy.cli.paint import GOOD, STRONG, Span, paint, spans

    for one in laid:
        if one.name == STDIN:
            streams.write(sys.stdout, one.after)
        else:
            said = Span("formatted", GOOD) if one.changed else Span("unchanged")
            paint(sys.stdout, [spans(Span(visible.line(one.name), STRONG), ": ", said)])
