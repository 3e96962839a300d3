"""The dictionary of what may be shown of a file that a script may read redacted only: printf-like templates.

A line is shown where some template explains all of it, and is `[REDACTED]` otherwise. Templates are the owner's; lines
are anybody's, so matching must take time in proportion to a line, whatever is in it:

- a template is cut at each `%s`; the pieces are looked for once each, from where the one before ended;
- a number is a run of bounded length that is never given back.

Both can miss a line that some other split would explain (`%d5` does not explain 125): it is then redacted, which is the
safe side.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

REDACTED = b"[REDACTED]"

MAX_LINE = 64 * 1024
"""Bytes of a line that is looked at; a longer one is redacted unseen, so that memory is bounded."""

MAX_TEMPLATE = 1024
"""Characters of a template: a log format of more is none."""

MAX_TEMPLATES = 10_000


@cache
def _specification() -> re.Pattern[str]:
    # Not: made on import, which every run would wait for.
    return re.compile(
        r"%(?P<flags>[-+ #0']*)(?P<width>\d{0,3})(?:\.\d{0,3})?(?:hh|h|ll|l|L|q|j|z|t)?(?P<conversion>[a-zA-Z%])",
        re.ASCII,
    )


_DIGITS = rb"[0-9]{1,40}+"
_NUMBERS = {
    "d": rb"[+-]?+" + _DIGITS,
    "i": rb"[+-]?+" + _DIGITS,
    "u": _DIGITS,
    "o": rb"[0-7]{1,40}+",
    "x": rb"(?:0[xX])?+[0-9a-fA-F]{1,40}+",
    "X": rb"(?:0[xX])?+[0-9a-fA-F]{1,40}+",
    "p": rb"(?:0x[0-9a-fA-F]{1,40}+|\(nil\))",
    "f": rb"[+-]?+[0-9]{1,40}+(?:\.[0-9]{1,40}+)?+",
    "F": rb"[+-]?+[0-9]{1,40}+(?:\.[0-9]{1,40}+)?+",
    "e": rb"[+-]?+[0-9](?:\.[0-9]{1,40}+)?+[eE][+-]?+[0-9]{1,4}+",
    "E": rb"[+-]?+[0-9](?:\.[0-9]{1,40}+)?+[eE][+-]?+[0-9]{1,4}+",
    "g": rb"[+-]?+[0-9]{1,40}+(?:\.[0-9]{1,40}+)?+(?:[eE][+-]?+[0-9]{1,4}+)?+",
    "G": rb"[+-]?+[0-9]{1,40}+(?:\.[0-9]{1,40}+)?+(?:[eE][+-]?+[0-9]{1,4}+)?+",
}
_CHARACTER = rb"(?:[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]{1,3}+)"
MAX_PADDING = 100
_PADDING = b" {0,%d}+" % MAX_PADDING


class TemplateInvalid(ValueError):
    """A line of the dictionary is no template; the text says why."""


class Template(NamedTuple):
    """A template cut at its `%s`: *head* stands at the line's beginning, each of *middle* is found after it in order,
    *tail* stands at its end. Without a `%s`, *head* is the whole line and *tail* None."""

    head: re.Pattern[bytes]
    middle: tuple[re.Pattern[bytes], ...]
    tail: re.Pattern[bytes] | None

    def explains(self, line: bytes) -> bool:
        """Return whether the template is the form of all of *line*."""
        if self.tail is None:
            return self.head.fullmatch(line) is not None
        found = self.head.match(line)
        for piece in (*self.middle, self.tail):
            if found is None:
                return False
            found = piece.search(line, found.end())
        return found is not None


def parse_template(text: str) -> Template:
    """Return the template that a line of the dictionary is. Raises `TemplateInvalid`."""
    if len(text) > MAX_TEMPLATE:
        raise TemplateInvalid(f"a template has at most {MAX_TEMPLATE} characters")
    pieces: list[bytes] = [b""]
    fixed = padded = False
    position = 0
    while position < len(text):
        start = text.find("%", position)
        literal = text[position : start if start >= 0 else len(text)]
        fixed = fixed or bool(literal.strip())
        if padded and literal:
            # Padding is never given back, so the spaces that follow it are counted with it.
            spaces = len(literal) - len(literal.lstrip(" "))
            pieces[-1] += b" {%d,%d}+" % (spaces, MAX_PADDING + spaces)
            literal, padded = literal[spaces:], False
        pieces[-1] += re.escape(literal.encode())
        if start < 0:
            break
        if padded:
            pieces[-1] += _PADDING
        match = _specification().match(text, start)
        if match is None:
            raise TemplateInvalid(f"{text[start : start + 8]!r} is no conversion of printf; %% is a percent sign")
        position = match.end()
        conversion = match["conversion"]
        left = "-" in match["flags"]
        padded = bool(match["width"]) and left and conversion in _NUMBERS
        if conversion == "%":
            fixed = True
            pieces[-1] += b"%"
        elif conversion == "s":
            pieces.append(b"")
        elif conversion == "c":
            pieces[-1] += _CHARACTER
        elif conversion in _NUMBERS:
            pieces[-1] += (_PADDING if match["width"] and not left else b"") + _NUMBERS[conversion]
        else:
            raise TemplateInvalid(f"{match.group()!r} is no conversion that is known here")
    if padded:
        pieces[-1] += _PADDING
    if not fixed:
        raise TemplateInvalid("nothing in it is fixed, so it would explain every line")
    if len(pieces) == 1:
        return Template(re.compile(pieces[0], re.DOTALL), (), None)
    first, *middle, last = (piece for piece in pieces)
    return Template(
        re.compile(first, re.DOTALL),
        tuple(re.compile(piece, re.DOTALL) for piece in middle if piece),
        re.compile(rb"(?:" + last + rb")\Z", re.DOTALL),
    )


class Dictionary:
    """The templates of one run; none explains nothing, and then every line is redacted."""

    __slots__ = ("_anywhere", "_by_first")

    def __init__(self, templates: Sequence[str] = ()) -> None:
        """Raises `TemplateInvalid`."""
        # A line is compared only with the templates that begin as it does, and those that begin with a conversion.
        self._by_first: dict[int, list[Template]] = {}
        self._anywhere: list[Template] = []
        for text in templates:
            template = parse_template(text)
            if text.startswith("%"):
                self._anywhere.append(template)
            else:
                self._by_first.setdefault(text.encode()[0], []).append(template)

    def shown(self, line: bytes) -> bytes:
        """Return what is shown of *line*, which has no end: itself, or the marker. An empty line tells nothing."""
        text = line.removesuffix(b"\r")
        if not text:
            return line
        if len(text) <= MAX_LINE:
            for template in self._by_first.get(text[0], ()):
                if template.explains(text):
                    return line
            for template in self._anywhere:
                if template.explains(text):
                    return line
        return REDACTED
