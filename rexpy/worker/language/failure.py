"""Untrusted process: a bounded account of how a script failed, with the script's own lines and nothing of the
worker, in the words and the form of CPython's.

CPython's own printer recurses along `__context__` (100,000 errors crash it), opens files to quote them, and
prints the worker's frames. This one walks, quotes what was compiled, and stops at its bounds.
"""

from typing import Any, NamedTuple

from rexpy.worker.language import ownership as who
from rexpy.worker.language.frames import frame_lines, script_frames
from rexpy.worker.language.suggestions import suggestion

# Enough to see how an error came about; more helps nobody. Those of groups are CPython's.
MAX_CHAIN = 16
MAX_NOTES = 8
MAX_GROUP_WIDTH = 15
MAX_GROUP_DEPTH = 10
MAX_ERRORS = 200
_MAX_CARETS = 200
_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"

_facts = BaseException.__dict__
_cause_of: Any = _facts["__cause__"].__get__
_context_of: Any = _facts["__context__"].__get__
_suppress_of: Any = _facts["__suppress_context__"].__get__
_members_of: Any = BaseExceptionGroup.exceptions.__get__
_syntax: dict[str, Any] = {
    name: SyntaxError.__dict__[name].__get__ for name in ("filename", "lineno", "text", "offset", "end_offset", "msg")
}


class Failure(NamedTuple):
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


def describe(exc: BaseException, filename: str, *, limit: int, suggest: bool = True) -> Failure:
    """Return what there is to say of *exc*, which a script running from *filename* let out.

    *limit* bounds each text, in characters; *suggest* adds what CPython's printer guesses was meant. Code of
    the script runs (`__str__` of its errors); what it raises is caught.
    """
    frames = script_frames(exc)
    where = frames[-1].filename if frames else filename
    line = next((frame.line for frame in reversed(frames) if frame.filename == filename), 0)
    account = _Account(limit, suggest)
    account.chain(exc)
    traceback = "".join(account.lines)
    message = message_of(exc) + (suggestion(exc) if suggest else "")
    return Failure(_type_name(exc), _cut(message, limit), _cut(traceback, limit), where, line)


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


class _Account:
    """The text in the making, as CPython's `TracebackException.format` makes it, and the place in a tree of groups."""

    def __init__(self, limit: int, suggest: bool) -> None:
        self.limit = limit
        self.suggest = suggest
        self.lines: list[str] = []
        self.depth = 0
        self.open = False
        self.told = 0
        self.seen: set[int] = set()

    def emit(self, text: str, margin: str = "|") -> None:
        if not self.depth:
            self.lines.append(text)
            return
        indent = "  " * self.depth + margin + " "
        self.lines += [indent + line for line in text.splitlines(keepends=True)]

    def chain(self, exc: BaseException) -> None:
        errors: list[tuple[BaseException, str]] = []
        current: BaseException | None = exc
        link = ""
        while current is not None and id(current) not in self.seen:
            if len(errors) == MAX_CHAIN:
                self.emit("[earlier exceptions left out]\n")
                errors[-1] = (errors[-1][0], link)
                break
            self.seen.add(id(current))
            before, next_link = _before(current)
            errors.append((current, next_link if before is not None and id(before) not in self.seen else ""))
            current, link = before, next_link
        for error, introduced in reversed(errors):
            if introduced:
                self.emit(introduced)
            self.one(error)

    def one(self, exc: BaseException) -> None:
        self.told += 1
        group = isinstance(exc, BaseExceptionGroup)
        if self.told > MAX_ERRORS or (group and self.depth > MAX_GROUP_DEPTH):
            self.emit(f"... (max_group_depth is {MAX_GROUP_DEPTH})\n" if group else "...\n")
            return
        outermost = group and not self.depth
        if outermost:
            self.depth = 1
        frames = script_frames(exc)
        if frames:
            head = "Traceback (most recent call last):\n"
            self.emit(f"Exception Group {head}" if group else head, "+" if outermost else "|")
            for text in frame_lines(frames):
                self.emit(text)
        for text in _last_lines(exc, self.limit, self.suggest):
            self.emit(text)
        if group:
            self.members(_members_of(exc))
        if outermost:
            self.depth = 0

    def members(self, errors: tuple[BaseException, ...]) -> None:
        shown = min(len(errors), MAX_GROUP_WIDTH + 1)
        for number in range(shown):
            last = number == shown - 1
            self.open = self.open or last
            title = str(number + 1) if number < MAX_GROUP_WIDTH else "..."
            self.lines.append(
                f"{'  ' * self.depth}{'  ' if number else '+-'}+---------------- {title} ----------------\n"
            )
            self.depth += 1
            if number < MAX_GROUP_WIDTH:
                self.chain(errors[number])
            else:
                more = len(errors) - MAX_GROUP_WIDTH
                self.emit(f"and {more} more exception{'s' if more > 1 else ''}\n")
            if last and self.open:
                self.lines.append(f"{'  ' * self.depth}+------------------------------------\n")
                self.open = False
            self.depth -= 1


def _last_lines(exc: BaseException, limit: int, suggest: bool) -> list[str]:
    name = _full_name(exc)
    if isinstance(exc, SyntaxError):
        lines = _syntax_lines(exc, name, limit)
    else:
        message = message_of(exc) + (suggestion(exc) if suggest else "")
        lines = [f"{name}: {_cut(message, limit)}\n" if message else f"{name}\n"]
    return lines + [f"{line}\n" for note in _notes(exc, limit) for line in note.split("\n")]


def _syntax_lines(exc: SyntaxError, name: str, limit: int) -> list[str]:
    """Return the place, the line with carets, and the message of a syntax error, of exact values only."""
    said = {key: get(exc) for key, get in _syntax.items()}
    said = {key: value if type(value) in (str, int) else None for key, value in said.items()}
    lines: list[str] = []
    place = ""
    if type(said["lineno"]) is int:
        lines.append(f'  File "{_cut(str(said["filename"] or "<string>"), limit)}", line {said["lineno"]}\n')
    elif said["filename"] is not None:
        place = f" ({_cut(str(said['filename']), limit)})"
    if type(said["text"]) is str:
        whole = said["text"].rstrip("\n")
        text = whole.lstrip(" \n\f")
        lines.append(f"    {_cut(text, limit)}\n")
        start, end = said["offset"], said["end_offset"]
        if type(start) is int:
            end = end if type(end) is int and end not in (0, -1, start) else start + 1
            column = start - 1 - (len(whole) - len(text))
            if column >= 0:
                before = "".join(letter if letter.isspace() else " " for letter in text[:column])
                lines.append(f"    {before}{'^' * min(end - start, _MAX_CARETS)}\n")
    return [*lines, f"{name}: {_cut(str(said['msg'] or '<no detail available>'), limit)}{place}\n"]


def _notes(exc: BaseException, limit: int) -> list[str]:
    dictionary = _facts["__dict__"].__get__(exc) if "__dict__" in _facts else None
    notes = dictionary.get("__notes__") if type(dictionary) is dict else None
    if type(notes) is not list:
        return []
    return [_cut(str.__str__(note), limit) for note in notes[:MAX_NOTES] if who.is_subclass(type(note), str)]


def _cut(text: str, limit: int) -> str:
    if len(text) > limit:
        mark = " [cut]"
        text = text[: max(limit - len(mark), 0)] + mark[:limit]
    return text.encode("utf-8", "backslashreplace").decode() if not text.isascii() else text
