"""Takes a policy apart: principal, action, resource, and each condition that must hold."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence

from rexpy.broker.policy import cedar
from rexpy.broker.policy.statement import Json, Located
from rexpy.broker.policy.tokens import Token
from rexpy.tooling.policies.facts import conjuncts

HEAD = ("principal", "action", "resource")
"""The parts that every policy has."""
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


def parts_of(located: Located) -> Iterator[tuple[str, str, Json]]:
    """Yield each part of a policy: its name, its text as written, and a permit in Cedar's JSON that says it alone.

    The conditions of a `when` that are joined by `&&` are parts of their own.
    """
    body = located.body
    texts = head_texts(located)
    for name, text in zip(HEAD, texts, strict=True):
        yield name, text, _alone({name: body[name]})
    clauses = _clauses(located)
    for index, condition in enumerate(body["conditions"]):
        kind = condition["kind"]
        written = clauses[index] if index < len(clauses) else []
        if kind == "unless":
            yield "unless", _text(written) or _rendered(condition), _alone({"conditions": [condition]})
            continue
        conditions = list(conjuncts(condition["body"]))
        pieces = _split(written, "&&")
        for number, one in enumerate(conditions):
            alone = {"kind": "when", "body": one}
            text = _text(pieces[number]) if len(pieces) == len(conditions) else ""
            yield "when", text or _rendered(alone), _alone({"conditions": [alone]})


def head_texts(located: Located) -> tuple[str, str, str]:
    """Return the three parts of the head as written, each on one line."""
    tokens = located.statement.tokens
    start = tokens.index(located.effect) + 2
    end = _closing(tokens, start - 1)
    parts = [part for part in _split(tokens[start:end], ",") if part]
    found = [_text(part) for part in parts[:3]]
    return found[0], found[1], found[2]


def condition_texts(located: Located) -> list[str]:
    """Return each condition of a policy as written, on one line: `when { … }`, `unless { … }`."""
    kinds = [condition["kind"] for condition in located.body["conditions"]]
    return [f"{kind} {{ {_text(clause)} }}" for kind, clause in zip(kinds, _clauses(located), strict=True)]


def _alone(some: Json) -> Json:
    everything = {"op": "All"}
    return {"effect": "permit", **dict.fromkeys(HEAD, everything), "conditions": [], **some}


def _clauses(located: Located) -> list[Sequence[Token]]:
    """Return the tokens between the braces of each condition."""
    tokens = located.statement.tokens
    position = _closing(tokens, tokens.index(located.effect) + 1) + 1
    found: list[Sequence[Token]] = []
    while position + 1 < len(tokens) and tokens[position].text in ("when", "unless"):
        end = _closing(tokens, position + 1)
        found.append(tokens[position + 2 : end])
        position = end + 1
    return found


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at *opening*."""
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text in _OPEN) - (tokens[index].text in _CLOSE)
            if depth == 0:
                return index
    return len(tokens) - 1


def _split(tokens: Sequence[Token], mark: str) -> list[Sequence[Token]]:
    """Split *tokens* at each *mark* that no bracket holds."""
    found: list[Sequence[Token]] = []
    depth = begin = 0
    for index, token in enumerate(tokens):
        if token.kind == "mark":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth == 0 and token.text == mark:
                found.append(tokens[begin:index])
                begin = index + 1
    found.append(tokens[begin:])
    return found


def _text(tokens: Sequence[Token]) -> str:
    if not tokens:
        return ""
    # What stands between two tokens is blanks and comments.
    pieces = [tokens[0].text]
    for before, token in itertools.pairwise(tokens):
        pieces.append(f" {token.text}" if token.start > before.end else token.text)
    return "".join(pieces)


def _rendered(condition: Json) -> str:
    """Return a condition as Cedar writes it."""
    said = {"staticPolicies": {"policy0": _alone({"conditions": [condition]})}, "templates": {}, "templateLinks": []}
    text = cedar.policies_text(json.dumps(said))
    return text[text.index("{") + 1 : text.rindex("}")].strip()
