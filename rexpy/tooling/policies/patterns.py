"""Findings about texts that policies compare paths and host names with."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import NamedTuple

from hostapi.vocabulary.file_system import refuse_path
from rexpy.broker.policy.patterns import Pattern, pattern_of
from rexpy.broker.policy.statement import Json, Located, operands
from rexpy.broker.policy.tokens import Token
from rexpy.tooling.policies import report as kinds
from rexpy.tooling.policies.report import Found, about


class _Compared(NamedTuple):
    """One `resource.attribute like pattern`, or `== text` as a pattern without a wildcard."""

    attribute: str
    pattern: Pattern
    token: Token | None


def findings(located: Located) -> Iterator[Found]:
    """Find texts that match nothing, `like` where `in` was meant, and `*` that crosses directories."""
    for attribute, pattern, token in _compared(located):
        reason = _nothing(attribute, pattern)
        if reason is not None:
            shown = json.dumps("*".join(pattern.segments), ensure_ascii=False)
            yield about(kinds.MATCHES_NOTHING, located, f"{shown} matches no {attribute}: {reason}", at=token)
        elif attribute == "path":
            yield from _crossing(located, pattern, token)


def _crossing(located: Located, pattern: Pattern, token: Token | None) -> Iterator[Found]:
    first, *rest = pattern.segments
    directory = first[:-1]
    if rest == [""] and first.endswith("/") and refuse_path(directory) is None and directory != "":
        message = "`*` matches slashes too, so this is everything below the directory, but not the directory itself"
        meant = f"resource in file_system::Dir::{json.dumps(directory, ensure_ascii=False)}"
        yield about(kinds.LIKE_FOR_IN, located, message, at=token, instead=meant)
        return
    for before, after in itertools.pairwise(pattern.segments):
        if before.endswith("/") and len(before) > 1 and after:
            shown = f"{before}a{after}", f"{before}a/b/c{after}"
            message = f"`*` matches slashes too: this is not only {shown[0]} but also {shown[1]}"
            yield about(kinds.LIKE_CROSSES, located, message, at=token)
            return


def _nothing(attribute: str, pattern: Pattern) -> str | None:
    """Return why no resource has an attribute like *pattern*; None where one may have."""
    first, last = pattern.segments[0], pattern.segments[-1]
    if attribute == "path":
        if len(pattern.segments) == 1:
            return refuse_path(first)
        if first and not first.startswith("/"):
            return "every path begins with `/`"
        if last.endswith("/") and not pattern.matches("/"):
            return "no path but `/` ends with `/`"
        for segment in pattern.segments:
            for part in ("//", "/./", "/../"):
                if part in segment:
                    return f"paths come without `{part}`"
        if last.endswith(("/.", "/..")):
            return "paths come without `.` and `..`"
    elif attribute == "hostname":
        text = "*".join(pattern.segments)
        if any("A" <= character <= "Z" for character in text):
            return "host names come in lower case"
        if last.endswith("."):
            return "host names come without the dot at the end"
    return None


def _compared(located: Located) -> Iterator[_Compared]:
    """Yield the comparisons in the order in which they stand, each with the token of its text."""
    tokens = located.statement.tokens
    likes = iter([index for index, token in enumerate(tokens) if token.kind == "word" and token.text == "like"])
    for expression in _expressions(located):
        ((operator, content),) = expression.items()
        if operator == "like":
            index = next(likes, None)
            token = tokens[index + 1] if index is not None and index + 1 < len(tokens) else None
            attribute = _attribute(content["left"])
            if attribute is not None:
                yield _Compared(attribute, pattern_of(content["pattern"]), token)
        elif operator == "==":
            for one, other in ((content["left"], content["right"]), (content["right"], content["left"])):
                attribute, text = _attribute(one), other.get("Value")
                if attribute is not None and isinstance(text, str):
                    token = next((token for token in tokens if token.text == f'"{text}"'), None)
                    yield _Compared(attribute, Pattern((text,)), token)


def _expressions(located: Located) -> Iterator[Json]:
    """Yield every expression, left before right, without recursion: a chain is as deep as it is long."""
    pending = [condition["body"] for condition in reversed(located.body["conditions"])]
    while pending:
        expression = pending.pop()
        yield expression
        pending.extend(reversed(operands(expression)[1]))


def _attribute(expression: Json) -> str | None:
    inner = expression.get(".")
    if isinstance(inner, dict) and inner["left"].get("Var") == "resource":
        return str(inner["attr"])
    return None
