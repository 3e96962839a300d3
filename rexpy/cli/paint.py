"""A report's lines, and how they reach a stream: styled and wrapped on a terminal, plain anywhere else.

`rich` is imported only for a terminal. Texts are never markup: what a script wrote cannot style itself.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple, TextIO

from rexpy.cli.streams import write

ERROR = "bold red"
WARNING = "yellow"
GOOD = "green"
STRONG = "bold"
FAINT = "dim"
PLAIN = ""


class Span(NamedTuple):
    """A piece of a line; the text is already harmless (`rexpy.cli.visible`)."""

    text: str
    style: str = PLAIN


class Line(NamedTuple):
    """One line: *indent* columns, then the spans. *code* is never broken, so that it can be copied.

    The first *head* spans are a column of their own, whose width they give: what is broken hangs beside them.
    """

    spans: tuple[Span, ...]
    indent: int = 0
    code: bool = False
    head: int = 0

    @property
    def text(self) -> str:
        """The line as plain text."""
        return " " * self.indent + "".join(span.text for span in self.spans) if self.spans else ""


BLANK = Line(())
BESIDE = 30
"""Columns that a text needs beside a column's head; with fewer it goes below."""


def line(text: str, style: str = PLAIN, *, indent: int = 0) -> Line:
    """Return a line of one style."""
    return Line((Span(text, style),), indent)


def spans(*pieces: Span | str, indent: int = 0) -> Line:
    """Return a line of several pieces; a bare text is plain."""
    return Line(tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces), indent)


def row(*pieces: Span | str, head: int = 1, indent: int = 0) -> Line:
    """Return a line whose first *head* pieces, padded by the caller, are a column."""
    return spans(*pieces, indent=indent)._replace(head=head)


def code(text: str, style: str = PLAIN, *, indent: int = 0) -> Line:
    """Return a line that is not wrapped."""
    return Line((Span(text, style),), indent, code=True)


def paint(stream: TextIO, lines: Sequence[Line]) -> None:
    """Print the lines. Raises OutputClosedError, OutputFailedError."""
    if not lines:
        return
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        write(stream, _styled(stream, lines))
    else:
        write(stream, "".join(f"{each.text}\n" for each in lines))


def _styled(stream: TextIO, lines: Sequence[Line]) -> str:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    # NO_COLOR (no-color.org): set and not empty. rich would still send bold and dim.
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=stream,
        force_terminal=True,
        color_system=None if plain else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )

    def text(pieces: Sequence[Span]) -> Text:
        return Text.assemble(*((span.text, "" if plain else span.style) for span in pieces), overflow="fold")

    with console.capture() as captured:
        for each in lines:
            head, rest = text(each.spans[: each.head]), text(each.spans[each.head :])
            beside = console.width - each.indent - head.cell_len
            if each.code or not each.spans:
                rest.pad_left(each.indent)
                console.print(rest, soft_wrap=True)
            elif each.head and beside >= BESIDE:
                grid = Table.grid()
                grid.add_column(width=head.cell_len, no_wrap=True)
                grid.add_column()
                grid.add_row(head, rest)
                console.print(Padding(grid, (0, 0, 0, each.indent), expand=False))
            else:
                deeper = each.indent
                if each.head:
                    head.rstrip()
                    console.print(Padding(head, (0, 0, 0, each.indent), expand=False))
                    deeper += 2
                # What is broken hangs below its own beginning; too long a word is folded, not cut.
                console.print(Padding(rest, (0, 0, 0, deeper), expand=False))
    return captured.get()
