"""The page's tables: a caption, heads that say what they are heads of, and cells that sort by value."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rexpy.cli.audits.page.markup import Child, Markup, tag
from rexpy.tooling.recorded.bounded import Tally

MAX_ROWS = 500
"""Rows of a table. Who looks for one in ten thousand takes `rexpy audit show -o json`."""


class Column(NamedTuple):
    """One column."""

    name: str
    kind: str = ""
    """n for numbers, wide for long texts, bar for a chart, or nothing."""


TALLY = (Column("allowed", "n"), Column("denied", "n"), Column("in error", "n"))
Cell = Markup


def tally_cells(tally: Tally) -> tuple[Cell, Cell, Cell]:
    """Return the cells of the columns TALLY."""
    return (
        cell(f"{tally.allowed:,}", kind="n", value=tally.allowed),
        cell(f"{tally.denied:,}", kind="n no" if tally.denied else "n", value=tally.denied),
        cell(f"{tally.errors:,}", kind="n err" if tally.errors else "n", value=tally.errors),
    )


def cell(content: Child, *, kind: str = "", value: int | None = None) -> Cell:
    """Return a cell; *value* is what it sorts by, where that is not its text."""
    return tag("td", content, class_=kind or None, data_v=value)


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Markup:
    """Return a table with at most MAX_ROWS rows."""
    kept = list(rows)
    if len(kept) > MAX_ROWS:
        caption += f"; the first {MAX_ROWS} of {len(kept):,}"
    heads = [
        tag(
            "th",
            column.name,
            scope="col",
            class_=column.kind or None if column.name else f"{column.kind} fixed",
        )
        for column in columns
    ]
    made = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *(tag("tr", *row) for row in kept[:MAX_ROWS])),
        class_="sort",
    )
    return tag("div", made, class_="scroll")
