"""A printf-like template of the owner's: the form of a whole line, compared with lines that anybody may have written.

A comparison takes time in proportion to the line, whatever is in it:

- a template is cut at each `%s`; the pieces are looked for once each, from where the one before ended;
- a number is a run of bounded length that is never given back.

Both can miss a line that some other split would explain (`%d5` does not explain 125): it is then redacted, which is the
safe side.
"""

import re
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
_COST_FIXED = 2
_COST_FORM = 8
_COST_RUN = 200
"""What a comparison costs, in nanoseconds, rounded up from measurements: at all; and for each byte of the line by what
a piece after a `%s` is: text alone, text and then conversions, or a conversion first, which is tried at every byte."""


class TemplateInvalid(ValueError):
    """A line of the dictionary is no template; the text says why."""


class _Piece(NamedTuple):
    """What stands between two `%s`: `text` where it is fixed, else a regular expression.

    `literals` are the texts in it that stand in every line of the form, as they are; `runs` whether it begins with one.
    """

    source: bytes
    text: bytes | None
    literals: tuple[bytes, ...]
    runs: bool


class Template:
    """One template. The first piece stands at a line's beginning, the others after it in order, the last at its end."""

    __slots__ = ("_compiled", "_cost", "_pieces", "literals")

    def __init__(self, pieces: list[_Piece]) -> None:
        # What is empty between two `%s` is found anywhere.
        self._pieces = [*pieces[:1], *(piece for piece in pieces[1:-1] if piece.source), *pieces[1:][-1:]]
        self._compiled: list[bytes | re.Pattern[bytes]] | None = None
        self._cost = sum(
            _COST_FIXED if piece.text is not None else _COST_RUN if piece.runs else _COST_FORM
            for piece in self._pieces[1:]
        )
        self.literals: tuple[bytes, ...] = tuple(text for piece in pieces for text in piece.literals)

    def cost(self, line: bytes) -> int:
        """Return what it may cost to compare *line*, in nanoseconds."""
        return _COST + self._cost * len(line)

    def explains(self, line: bytes) -> bool:
        """Return whether the template is the form of all of *line*."""
        # Not: compiled when parsed. Of ten thousand templates few are ever compared.
        pieces = self._compiled or self._compile()
        first = pieces[0]
        if len(pieces) == 1:
            return line == first if isinstance(first, bytes) else first.fullmatch(line) is not None
        if isinstance(first, bytes):
            end = len(first) if line.startswith(first) else -1
        else:
            begins = first.match(line)
            end = begins.end() if begins else -1
        for piece in pieces[1:-1]:
            if end < 0:
                return False
            end = _after(piece, line, end)
        last = pieces[-1]
        if end < 0:
            return False
        if isinstance(last, bytes):
            return line.endswith(last) and len(line) - len(last) >= end
        return last.search(line, end) is not None

    def _compile(self) -> list[bytes | re.Pattern[bytes]]:
        several = len(self._pieces) > 1
        last = self._pieces[-1]
        self._compiled = compiled = [
            piece.text
            if piece.text is not None
            else re.compile(piece.source + (rb"\Z" if several and piece is last else b""), re.DOTALL)
            for piece in self._pieces
        ]
        return compiled


def _after(piece: bytes | re.Pattern[bytes], line: bytes, start: int) -> int:
    """Return where the piece ends that is found first from *start*, -1 where there is none."""
    if isinstance(piece, bytes):
        at = line.find(piece, start)
        return at + len(piece) if at >= 0 else -1
    found = piece.search(line, start)
    return found.end() if found else -1


class _Builder:
    """The piece that is being read."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._texts: list[bytes] = []
        self._fixed = True
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
        self._fixed = self._adjoins = False

    def done(self) -> _Piece:
        fixed = b"".join(self._texts) if self._fixed else None
        return _Piece(b"".join(self._parts), fixed, tuple(self._texts), self._runs)


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
