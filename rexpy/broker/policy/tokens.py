"""Cedar's tokens, for saying where something is. Cedar alone decides what a policy means.

Cedar's Python binding names neither line nor column. These tokens find them: the statements of a text, and
the brackets open at once, which must be bounded before Cedar's recursive parser sees the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# The whitespace is Rust's `\s` (Unicode White_Space), not Python's, which counts U+001C to U+001F too.
_TOKEN = re.compile(
    r"""
      (?P<skip> [\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+ | //[^\n\r]* )
    | (?P<word> [A-Za-z_][A-Za-z0-9_]* )
    | (?P<string> "(?:\\.|[^"\\])*" )
    | (?P<number> [0-9]+ )
    | (?P<mark> \?principal\b | \?resource\b | :: | == | != | <= | >= | \|\| | &&
        | [@.,;:(){}\[\]<>+\-*/%!?=|&] )
    """,
    re.VERBOSE,
)
# Marks that stand side by side, however many: lists, names and comparisons, which Cedar does not chain.
_PUNCTUATION = frozenset(("@", ",", ":", "::", "=", "==", "!=", "<", "<=", ">", ">="))


class Token(NamedTuple):
    """One token: `kind` is word, string, number, mark, or bad for a character that begins none."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next character is."""
        return self.start + len(self.text)


class Statement(NamedTuple):
    """One policy: its tokens from the first annotation to its `;`, that last one missing if the text just
    ends."""

    tokens: tuple[Token, ...]
    complete: bool

    @property
    def start(self) -> int:
        """The offset of the first token."""
        return self.tokens[0].start


def tokenize(text: str) -> list[Token]:
    """Return the tokens of *text*; the last is of kind `bad` where the rest begins no token."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            found.append(Token("bad", text[position], position))
            break
        if match.lastgroup != "skip":
            found.append(Token(match.lastgroup or "bad", match.group(), position))
        position = match.end()
    return found


def comments(text: str) -> list[str]:
    """Return the comments of *text* in order, each from its `//` on, without blanks at its end."""
    found = (match for match in _TOKEN.finditer(text) if match.lastgroup == "skip")
    return [match.group().rstrip() for match in found if match.group().startswith("//")]


def statements(tokens: list[Token]) -> list[Statement]:
    """Split *tokens* at each `;`, which in Cedar ends a policy and stands nowhere else."""
    found: list[Statement] = []
    begin = 0
    for index, token in enumerate(tokens):
        if token.text == ";" and token.kind == "mark":
            found.append(Statement(tuple(tokens[begin : index + 1]), complete=True))
            begin = index + 1
    if begin < len(tokens):
        found.append(Statement(tuple(tokens[begin:]), complete=False))
    return found


def too_deep(tokens: list[Token], *, nesting: int, operators: int) -> Token | None:
    """Return the first token with more than *nesting* brackets or *operators* operators open in its policy,
    or None."""
    depth = count = 0
    for kind, text, start in tokens:
        if kind == "mark":
            if text in "([{":
                depth += 1
                if depth > nesting:
                    return Token(kind, text, start)
            elif text in ")]}":
                depth = max(0, depth - 1)
            elif text == ";":
                count = 0
            elif text not in _PUNCTUATION:
                count += 1
        elif kind == "word" and text == "if":
            count += 1
        if count > operators:
            return Token(kind, text, start)
    return None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of *offset* in *text*, both from 1, the column in characters."""
    before = text.rfind("\n", 0, offset)
    return text.count("\n", 0, offset) + 1, offset - before


def line_at(text: str, offset: int) -> str:
    """Return the line of *text* that holds *offset*, without its end, at most 200 characters."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[start : len(text) if end < 0 else end].rstrip("\r")[:200]
