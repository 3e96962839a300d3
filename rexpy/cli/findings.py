"""Findings as a person reads them: file:line:column, the line with a caret, what is meant instead."""

import unicodedata
from collections.abc import Iterable

from rexpy.cli import visible
from rexpy.cli.paint import ERROR, FAINT, GOOD, STRONG, Line, Span, code, line, spans
from rexpy.errors import Finding

WINDOW = 76
"""Characters of a long line that are shown around the fault."""


def finding_lines(findings: Iterable[Finding], *, source: str | None = None, label: Span | None = None) -> list[Line]:
    """Return the lines that say *findings*; *source* is their text, for those that carry no excerpt.

    With a *label* before each, the message is plain: the label has the colour.
    """
    written = source.splitlines() if source is not None else []
    lines: list[Line] = []
    for found in findings:
        place = visible.line(found.file)
        if found.line:
            place += f":{found.line}"
            if found.column:
                place += f":{found.column}"
        if label is None:
            lines.append(spans(Span(place, STRONG), ": ", Span(visible.line(found.message), ERROR)))
        else:
            lines.append(spans(Span(place, STRONG), ": ", label, f": {visible.line(found.message)}"))
        excerpt = found.excerpt
        if not excerpt and 0 < found.line <= len(written):
            excerpt = written[found.line - 1]
        if excerpt:
            lines += excerpt_lines(found.line, found.column, excerpt)
        if found.suggestion:
            word = " " not in found.suggestion
            lead = "did you mean " if word else "instead: "
            end = "?" if word else ""
            lines.append(spans(lead, Span(visible.line(found.suggestion), GOOD), end, indent=4))
    return lines


def excerpt_lines(number: int, column: int, excerpt: str) -> list[Line]:
    """Return the source line with its number, and a caret under *column*, from 1; none for 0."""
    excerpt = excerpt.rstrip("\r\n")
    start = max(0, column - 1 - WINDOW // 2) if column > WINDOW else 0
    end = start + 2 * WINDOW
    head = "..." if start else ""
    shown = head + visible.line(excerpt[start:end]) + ("..." if end < len(excerpt) else "")
    margin = f"{number} | " if number else "| "
    lines = [Line((Span(margin, FAINT), Span(shown)), 4, code=True)]
    if column:
        before = head + visible.line(excerpt[start : column - 1])
        lines.append(code(" " * (len(margin) - 2) + "| " + " " * width(before) + "^", FAINT, indent=4))
    return lines


def width(text: str) -> int:
    """Return how many columns *text* takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def failure_lines(message: str, *, what: str = "error") -> list[Line]:
    """Return the lines of a failure that has no place in a file."""
    first, *rest = visible.block(message).splitlines() or [""]
    return [spans(Span(f"{what}: ", ERROR), first), *(line(each, indent=2) for each in rest)]
