"""`rexpy policy show`: the loaded policies as a table."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from rexpy.cli.group import output
from rexpy.cli.policies import options

WIDE = 100
"""Columns from which on the policies stand in a table; in fewer, each has lines of its own."""

COLUMNS = ("policy", "effect", "who", "what", "on what", "condition")


@click.command(
    "show",
    epilog="""\b
Examples:
  rexpy policy show team.cedar
  rexpy policy show policies/ --links links.json
  rexpy policy show -p team.cedar -p host.cedar | grep forbid

Exit code: 0, or 3 where the policies are not valid.""",
)
@click.argument("files", metavar="[FILE|DIR]...", nargs=-1)
@options.policies
@output
@options.reporting
def command(
    files: tuple[str, ...], policies: tuple[str, ...], entities: tuple[str, ...], links: tuple[str, ...], form: str
) -> int:
    """Show the loaded policies, one a row: who may do what on what, under which condition.

    Whatever no row permits is denied; a forbid wins over every permit. Piped, each policy is one line.
    """
    from rexpy.broker.policy import Policy
    from rexpy.tooling.policies.table import rows

    policy = Policy.from_paths(options.chosen(policies, files), entities=entities, links=links)
    found = rows(policy)
    if form == "json":
        from rexpy.cli.streams import write_json

        write_json({"schema_version": 1, "sha256": policy.sha256, "policies": [row.to_json() for row in found]})
    elif sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        _on_terminal(found)
    else:
        _plain(found)
    return 0


def _cells(row: Any) -> tuple[str, ...]:
    from rexpy.cli import visible

    place = f"{row.policy.id} ({row.policy.file}:{row.policy.line})"
    if row.policy.template is not None:
        place += f" of {row.policy.template.id}"
    cells = (place, row.effect, row.who, row.what, row.on, row.condition)
    return tuple(visible.line(cell) for cell in cells)


def _plain(found: Sequence[Any]) -> None:
    from rexpy.cli import streams

    table = [COLUMNS, *(_cells(row) for row in found)]
    widths = [max(len(row[index]) for row in table) for index in range(len(COLUMNS))]
    text = "".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in table
    )
    streams.write(sys.stdout, text)


def _on_terminal(found: Sequence[Any]) -> None:
    width = os.get_terminal_size(sys.stdout.fileno()).columns
    if width < WIDE:
        _stacked(found)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from rexpy.cli import streams

    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=sys.stdout, force_terminal=True, color_system=None if plain else "auto", highlight=False, markup=False
    )
    table = Table(box=box.SIMPLE_HEAD, header_style="" if plain else "bold", show_lines=True, pad_edge=False)
    for name, ratio in zip(COLUMNS, (3, None, 2, 3, 3, 4), strict=True):
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in found:
        cells = [Text(cell, overflow="fold") for cell in _cells(row)]
        if not plain:
            cells[1].stylize("green" if row.effect == "permit" else "red" if row.effect == "forbid" else "dim")
        table.add_row(*cells)
    with console.capture() as captured:
        console.print(table)
    streams.write(sys.stdout, captured.get())


def _stacked(found: Sequence[Any]) -> None:
    from rexpy.cli.paint import BLANK, ERROR, FAINT, GOOD, STRONG, Line, Span, paint, row, spans

    lines: list[Line] = []
    for one in found:
        place, effect, *rest = _cells(one)
        style = GOOD if effect == "permit" else ERROR if effect == "forbid" else FAINT
        lines += [BLANK] if lines else []
        lines.append(spans(Span(effect, style), " ", Span(place, STRONG)))
        lines += [
            row(Span(f"{name:<11}", FAINT), text, indent=2)
            for name, text in zip(COLUMNS[2:], rest, strict=True)
            if text
        ]
    paint(sys.stdout, lines)
