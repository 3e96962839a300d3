"""A printf-like template of the owner's: the form of a whole line, compared with lines that anybody may have written.

A comparison takes time in proportion to the line, whatever is in it:

- a template is cut at each `%s`; the pieces are looked for once each, from where the one before ended;
- a number is a run of bounded length that is never given back.

Both can miss a line that some other split would explain (`%d5` does not explain 125): it is then redacted, which is the
safe side.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

MAX_TEMPLATE = 1024
"""Characters of a template: a log format of more is none."""

MAX_TEMPLATES = 10_000


@cache
def _specification() -> re.Pattern[str]:
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

_COST = 1_000
_COST_TEXT = 8
_COST_RUN = 200
"""What a comparison costs, in nanoseconds, rounded up from measurements: at all; and for each byte of the line by what
a piece after a `%s` begins with: text, or a conversion, which is tried at every byte."""


class TemplateInvalid(ValueError):
    """A line of the dictionary is no template; the text says why."""


class _Piece(NamedTuple):
    """What stands between two `%s`, as a regular expression.

    `literals` are the texts in it that stand in every line of the form, as they are; `runs` whether it begins with
    something else.
    """

    source: bytes
    literals: tuple[bytes, ...]
    runs: bool


class Template:
    """One template. The first piece stands at a line's beginning, the others after it in order, the last at its end.

    `cost` is what it may cost to compare a line, in nanoseconds for each byte, besides `COST` for any. `first` is the
    byte that every line of the form begins with, None where it begins with a conversion.
    """

    __slots__ = ("_head", "_others", "_pieces", "cost", "first", "literals")

    COST = _COST

    def __init__(self, pieces: list[_Piece]) -> None:
        # What is empty between two `%s` is found anywhere.
        self._pieces = [*pieces[:1], *(piece for piece in pieces[1:-1] if piece.source), *pieces[1:][-1:]]
        self._head: Callable[[bytes], re.Match[bytes] | None] | None = None
        self._others: tuple[Callable[[bytes, int], re.Match[bytes] | None], ...] = ()
        self.cost = sum(_COST_RUN if piece.runs else _COST_TEXT for piece in self._pieces[1:])
        self.first = None if pieces[0].runs or not pieces[0].literals else pieces[0].literals[0][0]
        self.literals: tuple[bytes, ...] = tuple(text for piece in pieces for text in piece.literals)

    def explains(self, line: bytes) -> bool:
        """Return whether the template is the form of all of *line*."""
        # Not: compiled when parsed. Of ten thousand templates few are ever compared.
        found = (self._head or self._compile())(line)
        for search in self._others:
            if found is None:
                return False
            found = search(line, found.end())
        return found is not None

    def _compile(self) -> Callable[[bytes], re.Match[bytes] | None]:
        first, *others = (piece.source for piece in self._pieces)
        if others:
            others[-1] += rb"\Z"
        compiled = re.compile(first, re.DOTALL)
        self._others = tuple(re.compile(source, re.DOTALL).search for source in others)
        self._head = head = compiled.match if others else compiled.fullmatch
        return head


class _Builder:
    """The piece that is being read."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._texts: list[bytes] = []
        self._adjoins = False
        self._runs = False

    def text(self, text: bytes) -> None:
        if not text:
            return
        self._parts.append(re.escape(text))
        if self._adjoins:
            self._texts[-1] += text
        else:
            self._texts.append(text)
        self._adjoins = True

    def form(self, source: bytes) -> None:
        self._runs = self._runs or not self._parts
        self._parts.append(source)
        self._adjoins = False

    def done(self) -> _Piece:
        return _Piece(b"".join(self._parts), tuple(self._texts), self._runs)


def parse_template(text: str) -> Template:
    """Return the template that a line of the dictionary is. Raises `TemplateInvalid`."""
    if len(text) > MAX_TEMPLATE:
        raise TemplateInvalid(f"a template has at most {MAX_TEMPLATE} characters")
    building = _Builder()
    pieces: list[_Piece] = []
    fixed = padded = False
    position = 0
    while position < len(text):
        start = text.find("%", position)
        literal = text[position : start if start >= 0 else len(text)]
        fixed = fixed or bool(literal.strip())
        if padded and literal:
            # Padding is never given back, so the spaces that follow it are counted with it.
            spaces = len(literal) - len(literal.lstrip(" "))
            building.form(b" {%d,%d}+" % (spaces, MAX_PADDING + spaces))
            literal, padded = literal[spaces:], False
        building.text(literal.encode())
        if start < 0:
            break
        if padded:
            building.form(_PADDING)
        match = _specification().match(text, start)
        if match is None:
            raise TemplateInvalid(f"{text[start : start + 8]!r} is no conversion of printf; %% is a percent sign")
        position = match.end()
        conversion = match["conversion"]
        left = "-" in match["flags"]
        padded = bool(match["width"]) and left and conversion in _NUMBERS
        if conversion == "%":
            fixed = True
            building.text(b"%")
        elif conversion == "s":
            pieces.append(building.done())
            building = _Builder()
        elif conversion == "c":
            building.form(_CHARACTER)
        elif conversion in _NUMBERS:
            building.form((_PADDING if match["width"] and not left else b"") + _NUMBERS[conversion])
        else:
            raise TemplateInvalid(f"{match.group()!r} is no conversion that is known here")
    if padded:
        building.form(_PADDING)
    if not fixed:
        raise TemplateInvalid("nothing in it is fixed, so it would explain every line")
    return Template([*pieces, building.done()])
