"""Untrusted process: the script's own frames of a traceback, in CPython's form: quoted lines with carets.

The worker's frames, its library's included, are left out. What a line looks like is left to CPython's own
`traceback`, loaded when something failed; it finds the lines where this module puts them and opens no file.
"""

import ast
import contextlib
import itertools
import types
from collections.abc import Iterator
from typing import Any, NamedTuple

from rexpy.worker.language import ownership as who
from rexpy.worker.language import sources
from rexpy.worker.language.sources import NO_FILE

# Enough to see where a recursion turns; more helps nobody.
MAX_FRAMES = 100
_REPEATS = 3
_MAX_LINE = 500

_traceback_of: Any = BaseException.__dict__["__traceback__"].__get__


class Frame(NamedTuple):
    """Where a frame of the script was: file, line and function, and its place (from column, to line and column)."""

    filename: str
    line: int
    function: str
    place: tuple[int | None, int | None, int | None]


def script_frames(exc: BaseException) -> list[Frame]:
    """Return the script's own frames of the traceback of *exc*, the innermost last."""
    return [_frame(link) for link in _links(exc)]


def innermost(exc: BaseException) -> types.FrameType | None:
    """Return the innermost frame of the script in the traceback of *exc*."""
    links = list(_links(exc))
    return links[-1].tb_frame if links else None


def _links(exc: BaseException) -> Iterator[types.TracebackType]:
    link: types.TracebackType | None = _traceback_of(exc)
    while link is not None:
        if who.is_namespace(link.tb_frame.f_globals):
            yield link
        link = link.tb_next


def _frame(link: types.TracebackType) -> Frame:
    code = link.tb_frame.f_code
    place: tuple[int | None, int | None, int | None] = (None, None, None)
    if link.tb_lasti >= 0:
        found = next(itertools.islice(code.co_positions(), link.tb_lasti // 2, None), None)
        if found is not None:
            place = (found[2], found[1], found[3])
    return Frame(code.co_filename, link.tb_lineno or 0, code.co_name, place)


def frame_lines(frames: list[Frame]) -> list[str]:
    """Return the text of *frames*; repetitions and the middle of many are left out."""
    found: list[Frame | str] = []
    for _, group in itertools.groupby(frames, key=lambda frame: frame[:3]):
        same = list(group)
        found += same[:_REPEATS]
        more = len(same) - _REPEATS
        if more > 0:
            found.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
    if len(found) > MAX_FRAMES:
        half = MAX_FRAMES // 2
        found[half:-half] = [f"  [{len(found) - MAX_FRAMES} lines left out]\n"]
    return [entry if isinstance(entry, str) else _frame_text(entry) for entry in found]


def _frame_text(frame: Frame) -> str:
    lines = sources.lines(frame.filename)
    if not 0 < frame.line <= len(lines):
        return f'  File "{frame.filename}", line {frame.line}, in {frame.function}\n'
    if max(map(len, lines[frame.line - 1 : frame.place[1]])) <= _MAX_LINE:
        # Not: letting errors out. A script whose memory is used up gets the plain line.
        with contextlib.suppress(Exception):
            return _as_cpython(frame, lines)
    quoted = lines[frame.line - 1].strip()[:_MAX_LINE]
    return f'  File "{frame.filename}", line {frame.line}, in {frame.function}\n    {quoted}\n'


def _as_cpython(frame: Frame, lines: list[str]) -> str:
    import linecache
    import traceback

    # Threat: what is not in the cache is looked for as a file. An entry without a time is never checked.
    linecache.cache[frame.filename] = (len(lines), None, [line + "\n" for line in lines], frame.filename)
    column, end_line, end_column = frame.place
    summary = traceback.FrameSummary(
        frame.filename, frame.line, frame.function, lookup_line=False, end_lineno=end_line, colno=column,
        end_colno=end_column,
    )  # fmt: skip
    with _parsing_opens_no_file():
        return traceback.StackSummary().format_frame_summary(summary)


@contextlib.contextmanager
def _parsing_opens_no_file() -> Iterator[None]:
    """Have `ast.parse`, which places the carets, take its text for that of a file which cannot be opened.

    Threat: a piece that is no expression is a syntax error, and for one CPython opens the file to quote the line.
    """
    defaults = ast.parse.__defaults__
    ast.parse.__defaults__ = (NO_FILE, "exec")
    try:
        yield
    finally:
        ast.parse.__defaults__ = defaults
