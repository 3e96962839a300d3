"""Untrusted process: a bounded account of how a script failed, with the script's own lines and nothing of the
worker.

CPython's own printer recurses along `__context__` (100,000 errors crash it), opens files to quote them, and
prints the worker's frames. This one walks, quotes what was compiled, and stops at its bounds.
"""

import itertools
import types
from dataclasses import dataclass
from typing import Any

from rexpy.worker.language import ownership as who
from rexpy.worker.language import sources

# Enough to see where a recursion turns and how an error came about; more helps nobody.
MAX_FRAMES = 100
MAX_CHAIN = 16
MAX_NOTES = 8
MAX_GROUP = 8
_REPEATS = 3
_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"

_facts = BaseException.__dict__
_cause_of: Any = _facts["__cause__"].__get__
_context_of: Any = _facts["__context__"].__get__
_suppress_of: Any = _facts["__suppress_context__"].__get__
_traceback_of: Any = _facts["__traceback__"].__get__


@dataclass(frozen=True, slots=True)
class Failure:
    """How a script failed. *line* is the innermost line of the script itself, 0 where there is none;
    *filename* is where the error arose, which may be a module of the owner's.

    *error_type*, *message* and *traceback* are exact str, encodable as UTF-8, none longer than the limit
    asked for.
    """

    error_type: str
    message: str
    traceback: str
    filename: str
    line: int


def describe(exc: BaseException, filename: str, *, limit: int) -> Failure:
    """Return what there is to say of *exc*, which a script running from *filename* let out.

    *limit* bounds each text, in characters. Code of the script runs (`__str__` of its errors); what it raises
    is caught.
    """
    frames = _script_frames(exc)
    line = next((number for file, number, _ in reversed(frames) if file == filename), 0)
    blocks: list[str] = []
    current: BaseException | None = exc
    seen: set[int] = set()
    link = ""
    while current is not None and id(current) not in seen:
        if len(seen) == MAX_CHAIN:
            blocks.append("[earlier exceptions left out]\n" + link)
            break
        seen.add(id(current))
        blocks.append(_block(current, limit) + link)
        current, link = _before(current)
    traceback = "".join(reversed(blocks))
    where = frames[-1][0] if frames else filename
    return Failure(_type_name(exc), _cut(message_of(exc), limit), _cut(traceback, limit), where, line)


def _before(exc: BaseException) -> tuple[BaseException | None, str]:
    cause = _cause_of(exc)
    if cause is not None:
        return cause, _CAUSE
    if not _suppress_of(exc):
        return _context_of(exc), _CONTEXT
    return None, ""


def message_of(exc: BaseException) -> str:
    """Return `str(exc)` as an exact str; a `__str__` that fails is said to."""
    try:
        return str.__str__(str(exc))
    except BaseException:
        # Not: `except Exception`. SystemExit raised by __str__ would end the worker without an account.
        return "<exception str() failed>"


def _type_name(exc: BaseException) -> str:
    name: str = type.__dict__["__name__"].__get__(type(exc))
    return _cut(name, 200)


def _full_name(exc: BaseException) -> str:
    module, name = who.module_and_name(type(exc))
    known = type(module) is not str or module in ("builtins", "__main__") or who.is_own_class(type(exc))
    return _cut(name if known else f"{module}.{name}", 200)


def _block(exc: BaseException, limit: int) -> str:
    frames = _script_frames(exc)
    lines = ["Traceback (most recent call last):\n"] if frames else []
    lines += _frame_lines(frames)
    message = _cut(message_of(exc), limit)
    lines.append(f"{_full_name(exc)}: {message}\n" if message else f"{_full_name(exc)}\n")
    lines += [f"{note}\n" for note in _notes(exc, limit)]
    if isinstance(exc, BaseExceptionGroup):
        lines += _members(exc, limit)
    return "".join(lines)


def _members(group: BaseExceptionGroup[BaseException], limit: int) -> list[str]:
    members: tuple[BaseException, ...] = BaseExceptionGroup.exceptions.__get__(group)
    lines = [f"  + {_full_name(member)}: {_cut(message_of(member), limit)}\n" for member in members[:MAX_GROUP]]
    if len(members) > MAX_GROUP:
        lines.append(f"  + and {len(members) - MAX_GROUP} more\n")
    return lines


def _notes(exc: BaseException, limit: int) -> list[str]:
    dictionary = _facts["__dict__"].__get__(exc) if "__dict__" in _facts else None
    notes = dictionary.get("__notes__") if type(dictionary) is dict else None
    if type(notes) is not list:
        return []
    return [_cut(str.__str__(note), limit) for note in notes[:MAX_NOTES] if who.is_subclass(type(note), str)]


Frame = tuple[str, int, str]


def _script_frames(exc: BaseException) -> list[Frame]:
    """Return file, line and function of the script's own frames, the innermost last; the middle of many is
    left out.
    """
    frames: list[Frame] = []
    link: types.TracebackType | None = _traceback_of(exc)
    while link is not None:
        if who.is_namespace(link.tb_frame.f_globals):
            code = link.tb_frame.f_code
            frames.append((code.co_filename, link.tb_lineno or 0, code.co_name))
        link = link.tb_next
    return frames


def _frame_lines(frames: list[Frame]) -> list[str]:
    lines: list[str] = []
    for frame, group in itertools.groupby(frames):
        count = len(list(group))
        lines += [_frame_line(frame)] * min(count, _REPEATS)
        more = count - _REPEATS
        if more > 0:
            lines.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
    if len(lines) > MAX_FRAMES:
        half = MAX_FRAMES // 2
        lines[half:-half] = [f"  [{len(lines) - MAX_FRAMES} lines left out]\n"]
    return lines


def _frame_line(frame: Frame) -> str:
    filename, number, function = frame
    quoted = sources.line(filename, number)
    place = f'  File "{filename}", line {number}, in {function}\n'
    return f"{place}    {_cut(quoted, 500)}\n" if quoted else place


def _cut(text: str, limit: int) -> str:
    if len(text) > limit:
        mark = " [cut]"
        text = text[: max(limit - len(mark), 0)] + mark[:limit]
    return text.encode("utf-8", "backslashreplace").decode() if not text.isascii() else text
