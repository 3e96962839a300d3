"""`rexpy api`: what a script can ask for, and the Cedar schema."""

import sys
from typing import Any

import click

from rexpy.cli.group import nearest, output


@click.command(
    "api",
    epilog="""\b
Examples:
  rexpy api                 every operation, a line each
  rexpy api fs.rename       one operation: arguments, what is asked, errors
  rexpy api dns             a family
  rexpy api -o json         all of it, for a model's prompt
  rexpy api --schema        the Cedar schema that policies are validated against""",
)
@click.argument("name", metavar="[NAME]", required=False)
@output
@click.option("--schema", is_flag=True, help="Print the Cedar schema instead; with -o json in Cedar's JSON form.")
@click.pass_obj
def command(_: Any, name: str | None, form: str, schema: bool) -> int:
    """Show the operations that a script can ask for: their arguments, the Cedar actions that are asked, the
    errors.

    NAME is an operation (fs.rename) or a family (fs). Scripts use them through open(), os, pathlib and so on.
    """
    from rexpy.cli import streams

    if schema:
        if name is not None:
            raise click.UsageError("--schema takes no NAME; it prints the whole schema", click.get_current_context())
        _schema(form)
        return 0
    from rexpy.tooling import reference

    families = reference.families()
    known = {operation.name: operation for operations in families.values() for operation in operations}
    if name is not None and name not in known and name not in families:
        message = f"there is no operation or family {name!r}{nearest(name, [*families, *known])}"
        raise click.UsageError(message, click.get_current_context())
    if form == "json":
        chosen = [known[name]] if name in known else families[name] if name is not None else list(known.values())
        streams.write_json({"schema_version": 1, "operations": [reference.to_json(each) for each in chosen]})
    elif name in known:
        _show(known[name])
    else:
        _list({name: families[name]} if name is not None else families)
    return 0


def _schema(form: str) -> None:
    from rexpy.cli import streams
    from rexpy.tooling import reference

    if form == "json":
        streams.write_json(reference.json_schema(), pretty=True)
    else:
        streams.write(sys.stdout, reference.cedar_schema())


def _list(families: dict[str, Any]) -> None:
    from rexpy.cli.paint import BLANK, STRONG, Line, Span, line, paint, row

    lines: list[Line] = []
    width = max(len(each.name) for operations in families.values() for each in operations) + 2
    for family, operations in families.items():
        lines += [BLANK] if lines else []
        lines.append(line(family, STRONG))
        lines += [row(Span(f"{each.name:<{width}}", STRONG), each.summary, indent=2) for each in operations]
    paint(sys.stdout, lines)


def _show(operation: Any) -> None:
    from rexpy.cli.paint import FAINT, STRONG, WARNING, Line, Span, line, paint, spans
    from rexpy.tooling import reference

    def heading(text: str) -> Line:
        return line(text, STRONG)

    lines = [line(reference.signature(operation), STRONG), line(_plain(operation.summary), indent=2)]
    lines += [line(_plain(text), indent=2) for text in operation.description.splitlines() if text]
    lines.append(heading("arguments"))
    lines += [
        spans(Span(p.name, STRONG), f": {p.kind}, ", Span(_plain(reference.KINDS[p.kind]), FAINT), indent=2)
        for p in operation.parameters
    ]
    lines.append(heading("asked of the policy"))
    for ask in reference.asks(operation):
        when = f", when {ask.when}" if ask.when else ""
        context = f", with context {', '.join(ask.context)}" if ask.context else ""
        lines.append(spans(Span(ask.action, WARNING), f" on {ask.resource}", indent=2))
        lines.append(line(_plain(f"{ask.of}{context}{when}"), FAINT, indent=4))
    if not reference.asks(operation):
        lines.append(line("nothing: it was decided when the handle was opened", FAINT, indent=2))
    lines += [line(_plain(sentence), indent=2) for sentence in reference.rights(operation)]
    followed = reference.links(operation)
    if followed:
        lines.append(line(_plain(followed), FAINT, indent=2))
    lines += [heading("returns"), line("no answer" if operation.cast else operation.returns, indent=2)]
    if reference.errors(operation):
        lines.append(heading("errors"))
        lines += [
            spans(Span(name, STRONG), f": {_plain(when)}", indent=2) for name, when in reference.errors(operation)
        ]
    paint(sys.stdout, lines)


def _plain(text: str) -> str:
    return text.replace("`", "")
