"""The rows as a table for a terminal, as Markdown, as plain text and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from bench.figures import Bound, Row

COLUMNS = ("benchmark", "what", "figure", "quartiles", "limit", "", "rexpy", "peer")
_VERDICTS = {True: "met", False: "missed", None: ""}


def cells(row: Row) -> tuple[str, ...]:
    """Return one row as text, a cell for each of `COLUMNS`."""
    figure = number(row.figure, row.unit) if row.figure is not None else row.note
    spread = ""
    if row.low is not None and row.high is not None:
        spread = f"{number(row.low)} to {number(row.high)}"
    limit = ""
    if row.limit is not None:
        limit = f"{'≤' if row.bound is Bound.AT_MOST else '≥'} {number(row.limit, row.unit)}"
    return (row.bench, row.what, figure, spread, limit, _VERDICTS[row.met], row.ours, row.peer)


def number(value: float, unit: str = "") -> str:
    """Return a figure with three digits that count, and its unit."""
    digits = 3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:.{digits}f}{' ' + unit if unit else ''}"


def markdown(rows: Sequence[Row]) -> str:
    """Return the table in Markdown, with the rows' notes below it."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(cells(row)) + " |" for row in rows]
    notes = [f"- {row.bench}: {row.note}." for row in rows if row.note and row.figure is not None]
    return "\n".join([*lines, *([""] if notes else []), *notes]) + "\n"


def as_json(rows: Sequence[Row], machine: dict[str, str]) -> str:
    """Return everything as one JSON object."""
    said = [
        {
            "bench": row.bench, "what": row.what, "figure": row.figure, "unit": row.unit, "low": row.low,
            "high": row.high, "limit": row.limit, "bound": row.bound.value, "met": row.met, "rexpy": row.ours,
            "peer": row.peer, "note": row.note,
        }
        for row in rows
    ]  # fmt: skip
    return json.dumps({"machine": machine, "rows": said}, ensure_ascii=False, indent=2) + "\n"


def plain(rows: Sequence[Row]) -> str:
    """Return aligned columns without any markup."""
    table = [COLUMNS, *map(cells, rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(COLUMNS))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in table
    )


def table(rows: Sequence[Row]) -> None:
    """Print a table: with rich on a terminal, plain elsewhere."""
    if not sys.stdout.isatty():
        sys.stdout.write(plain(rows))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(*COLUMNS)
    for row in rows:
        *head, verdict, ours, peer = cells(row)
        style = {True: "green", False: "bold red", None: ""}[row.met]
        shown.add_row(*map(Text, head), Text(verdict, style=style), Text(ours), Text(peer))
    Console().print(shown)
