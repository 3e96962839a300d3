"""`rexpy check`: whether scripts compile, and what to write instead of what is refused."""

import sys
from typing import Any

import click

from rexpy.cli.group import one_of


@click.command(
    "check",
    epilog="""\b
Examples:
  rexpy check report.py
  rexpy check -o json generated.py | jq .scripts[].findings
  cat generated.py | rexpy check -

Exit code: 0 all compile, 3 one does not.""",
)
@click.argument("scripts", metavar="SCRIPT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "form",
    type=one_of("human", "json"),
    metavar="human|json",
    default="human",
    show_default=True,
    help="human for people, json for programs and models.",
)
@click.pass_obj
def command(_: Any, scripts: tuple[str, ...], form: str) -> int:
    """Compile each SCRIPT, a Python file or - for standard input, without running it.

    Every construct that a script may not use is named at once, with its line and what to write instead.
    Compiling happens in a sealed worker, because the source is not trusted.
    """
    from rexpy import api
    from rexpy.broker.limits import Limits
    from rexpy.cli.perform import read_script
    from rexpy.cli.streams import write_json
    from rexpy.errors import Finding, InputInvalid

    checked: list[tuple[str, tuple[Finding, ...], str]] = []
    for path in scripts:
        try:
            source, name = read_script(path, Limits().script_bytes)
            found = api.check(source, filename=name)
        except InputInvalid as error:
            source, name, found = b"", path, error.findings
        checked.append((name, found, source.decode("utf-8", "replace")))
    if form == "json":
        write_json(_json(checked))
    else:
        _show(checked)
    return 3 if any(found for _, found, _ in checked) else 0


def _json(checked: list[tuple[str, Any, str]]) -> dict[str, Any]:
    scripts = [
        {
            "file": name,
            "ok": not found,
            "findings": [
                {"line": f.line, "column": f.column, "message": f.message, "instead": f.suggestion} for f in found
            ],
        }
        for name, found, _ in checked
    ]
    return {"schema_version": 1, "ok": all(script["ok"] for script in scripts), "scripts": scripts}


def _show(checked: list[tuple[str, Any, str]]) -> None:
    from rexpy.cli import visible
    from rexpy.cli.findings import finding_lines
    from rexpy.cli.paint import GOOD, STRONG, Span, paint, spans

    for name, found, source in checked:
        if found:
            paint(sys.stdout, finding_lines(found, source=source))
        else:
            paint(sys.stdout, [spans(Span(visible.line(name), STRONG), ": ", Span("ok", GOOD))])
