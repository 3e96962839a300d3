"""`rexpy check`: whether scripts compile, what to write instead of what is refused, and what they are seen to use."""

import sys
from typing import TYPE_CHECKING, Any

import click

from rexpy.cli.group import output

if TYPE_CHECKING:
    from rexpy.broker.uses import Examination, Missing, Use
    from rexpy.cli.paint import Line

LINES_SHOWN = 8
"""Line numbers that are shown of one operation; more helps nobody."""


@click.command(
    "check",
    epilog="""\b
Examples:
  rexpy check report.py
  rexpy check -o json generated.py | jq .scripts[].findings
  rexpy check -o json generated.py | jq -r .scripts[].uses[].operation | sort -u
  rexpy check -o json generated.py | jq -r .scripts[].missing[].module
  cat generated.py | rexpy check -

Exit code: 0 all compile, 3 one does not.""",
)
@click.argument("scripts", metavar="SCRIPT...", nargs=-1, required=True)
@output
@click.pass_obj
def command(_: Any, scripts: tuple[str, ...], form: str) -> int:
    """Compile each SCRIPT, a Python file or - for standard input, without running it.

    Every construct that a script may not use is named at once, with its line and what to write instead. Then
    come the modules that it imports and that no script has, with what serves instead, and the host operations
    that it can be seen to use; a call by a computed name cannot be seen, and the policy decides in any case.
    Compiling and looking happen in a sealed worker, because the source is not trusted.
    `rexpy api OPERATION` says what an operation asks of the policy.
    """
    from rexpy import api
    from rexpy.broker.limits import Limits
    from rexpy.broker.uses import Examination
    from rexpy.cli.perform import read_script
    from rexpy.cli.streams import write_json
    from rexpy.errors import InputInvalid

    checked: list[tuple[str, Examination, str]] = []
    for path in scripts:
        try:
            source, name = read_script(path, Limits().script_bytes)
            found = api.examine(source, filename=name)
        except InputInvalid as error:
            source, name, found = b"", path, Examination(error.findings, ())
        checked.append((name, found, source.decode("utf-8", "replace")))
    if form == "json":
        write_json(_json(checked))
    else:
        for name, found, text in checked:
            _show(name, found, text)
    return 3 if any(found.findings for _, found, _ in checked) else 0


def _json(checked: "list[tuple[str, Examination, str]]") -> dict[str, Any]:
    scripts = [
        {
            "file": name,
            "ok": not found.findings,
            "findings": [
                {"line": f.line, "column": f.column, "message": f.message, "instead": f.suggestion}
                for f in found.findings
            ],
            "uses": [{"operation": use.operation, "line": use.line, "by": use.by} for use in found.uses],
            "missing": [{"module": m.module, "line": m.line, "message": m.message} for m in found.missing],
        }
        for name, found, _ in checked
    ]
    return {"schema_version": 1, "ok": all(script["ok"] for script in scripts), "scripts": scripts}


def _show(name: str, found: "Examination", source: str) -> None:
    from rexpy.cli import visible
    from rexpy.cli.findings import finding_lines
    from rexpy.cli.paint import GOOD, STRONG, Span, paint, spans

    lines = finding_lines(found.findings, source=source)
    if not found.findings:
        lines = [spans(Span(visible.line(name), STRONG), ": ", Span("ok", GOOD))]
    paint(sys.stdout, [*lines, *_missing_lines(found.missing), *_use_lines(found.uses)])


def _missing_lines(missing: "tuple[Missing, ...]") -> "list[Line]":
    """Return a line for each import that will fail."""
    from rexpy.cli import visible
    from rexpy.cli.paint import FAINT, STRONG, Span, line, spans

    if not missing:
        return []
    lines = [line("it imports what no script has, and does not catch the ImportError", indent=2)]
    for entry in missing:
        why = Span(visible.line(entry.message.partition(": ")[2]), FAINT)
        module = Span(f"{visible.line(entry.module):<16}", STRONG)
        lines.append(spans(module, f"line {entry.line}  ", why, indent=4))
    return lines


def _use_lines(uses: "tuple[Use, ...]") -> "list[Line]":
    """Return a line for each operation: the lines of the script that can be seen to use it, and by which names."""
    from rexpy.cli import visible
    from rexpy.cli.paint import FAINT, STRONG, Span, line, spans

    if not uses:
        return [line("it cannot be seen to use any operation", indent=2)]
    lines = [line("it can be seen to use", indent=2)]
    for operation in sorted({use.operation for use in uses}):
        numbers = sorted({use.line for use in uses if use.operation == operation})
        names = sorted({use.by for use in uses if use.operation == operation})
        said = ", ".join(map(str, numbers[:LINES_SHOWN])) + (" …" if len(numbers) > LINES_SHOWN else "")
        place = f"{'lines' if len(numbers) > 1 else 'line'} {said}"
        by = Span(visible.line(", ".join(names)), FAINT)
        lines.append(spans(Span(f"{operation:<16}", STRONG), f"{place}  by ", by, indent=4))
    return lines
