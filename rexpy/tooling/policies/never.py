"""Conditions of one policy that cannot all hold: texts that exclude each other, bounds without a number between them, a
condition and its opposite.

Invariant: what is claimed is true of every request; what is not understood is no contradiction.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence

from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.request import LARGEST_COUNT, LATEST_MS
from rexpy.broker.policy.observe import context_field, number_of
from rexpy.broker.policy.patterns import Pattern, pattern_of
from rexpy.broker.policy.statement import Json
from rexpy.tooling.policies.atoms import Atom, Choice, within
from rexpy.tooling.policies.subjects import subject_of

_RANGES = {"time": (0, LATEST_MS), "usage.calls": (0, LARGEST_COUNT), "usage.bytes_written": (0, LARGEST_COUNT)}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

Signed = tuple[Json, bool]
"""An expression, and whether it must hold or must not."""
_Either = tuple[Pattern, ...]
"""Patterns of which one must match."""


def signed(conditions: Sequence[Json]) -> list[Signed]:
    """Return what a policy's conditions demand, each by itself: `&&` taken apart, `!` and `unless` as what must not
    hold. Without recursion: a chain is as deep as it is long."""
    found: list[Signed] = []
    pending = [(condition["body"], condition["kind"] == "when") for condition in reversed(conditions)]
    while pending:
        expression, holds = pending.pop()
        joined = "&&" if holds else "||"
        if joined in expression:
            pending += [(expression[joined]["right"], holds), (expression[joined]["left"], holds)]
        elif "!" in expression:
            pending.append((expression["!"]["arg"], not holds))
        else:
            found.append((expression, holds))
    return found


def contradiction(demands: Sequence[Signed], resource: Sequence[Choice]) -> str | None:
    """Return why *demands* cannot hold together for a resource like *resource*; None where they may."""
    known: dict[str, bool] = {}
    for expression, holds in demands:
        if known.setdefault(json.dumps(expression, sort_keys=True), holds) is not holds:
            return "one of its conditions is the opposite of another"
    return _texts(demands, resource) or _numbers(demands)


def latest(demands: Sequence[Signed]) -> int | None:
    """Return the last millisecond, since 1970, at which *demands* can hold; None where they do not say."""
    low, high = _interval(demands, "time")
    return high if low <= high < LATEST_MS else None


def _texts(demands: Sequence[Signed], resource: Sequence[Choice]) -> str | None:
    must: dict[str, list[_Either]] = {}
    must_not: dict[str, list[Pattern]] = {}
    for expression, holds in demands:
        read = _either(expression)
        if read is None:
            continue
        subject, patterns = read
        if holds:
            must.setdefault(subject, []).append(patterns)
        else:
            must_not.setdefault(subject, []).extend(patterns)
    for subject, every in must.items():
        exact = next((some for some in every if all(len(one.segments) == 1 for one in some)), None)
        if exact is not None:
            texts = [one.segments[0] for one in exact]
            left = [
                text
                for text in texts
                if all(any(one.matches(text) for one in some) for some in every)
                and not any(one.matches(text) for one in must_not.get(subject, ()))
            ]
            if not left:
                return f"no `{subject}` is {_said(exact)} and as its other conditions say"
            every = [tuple(Pattern((text,)) for text in left)]
        for some, other in itertools.combinations(every, 2):
            if all(_apart(one, two) for one in some for two in other):
                return f"no `{subject}` is like both {_said(some)} and {_said(other)}"
        if subject == "resource.path":
            for some in every:
                for choice in resource:
                    if all(_outside(pattern, atom) for pattern in some for atom in choice):
                        return f"nothing that it names has a `{subject}` like {_said(some)}"
    return None


def _either(expression: Json) -> tuple[str, _Either] | None:
    """Return the subject and the patterns of `x == "…"`, `x like "…"` and `["…", …].contains(x)`."""
    ((operator, content),) = expression.items()
    if operator == "like":
        subject = subject_of(content["left"])
        return None if subject is None else (subject, (pattern_of(content["pattern"]),))
    if operator == "==":
        for one, other in ((content["left"], content["right"]), (content["right"], content["left"])):
            subject, text = subject_of(one), other.get("Value")
            if subject is not None and isinstance(text, str):
                return subject, (Pattern((text,)),)
    if operator == "contains":
        subject = subject_of(content["right"])
        texts = [member.get("Value") for member in content["left"].get("Set", ())]
        if subject is not None and texts and all(isinstance(text, str) for text in texts):
            return subject, tuple(Pattern((text,)) for text in texts)
    return None


def _apart(one: Pattern, other: Pattern) -> bool:
    """Return whether no text is like both, by how they begin and end."""
    heads, tails = (one.segments[0], other.segments[0]), (one.segments[-1], other.segments[-1])
    begin_alike = heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])
    return not begin_alike or not (tails[0].endswith(tails[1]) or tails[1].endswith(tails[0]))


def _outside(pattern: Pattern, atom: Atom) -> bool:
    """Return whether no path like *pattern* is that of a resource that *atom* matches."""
    if atom.kind == "is" or atom.uid.type not in (FILE, DIR):
        return False
    path, begin = atom.uid.id, pattern.segments[0]
    if len(pattern.segments) == 1:
        return begin != path and not (atom.kind == "in" and within(begin, path))
    if atom.kind == "eq":
        return not pattern.matches(path)
    # What is in the directory is the directory, or begins as all does that is below it.
    below = "/" if path == "/" else f"{path}/"
    return not (below.startswith(begin) or begin.startswith(below) or pattern.matches(path))


def _numbers(demands: Sequence[Signed]) -> str | None:
    for field in _RANGES:
        low, high = _interval(demands, field)
        if low > high:
            return f"no `context.{field}` is as its conditions say"
    return None


def _interval(demands: Sequence[Signed], field: str) -> tuple[int, int]:
    """Return the least and the greatest value of *field* that *demands* leave."""
    low, high = _RANGES[field]
    for operator, bound in _bounds(demands, field):
        if operator in (">", ">=", "=="):
            low = max(low, bound + (operator == ">"))
        if operator in ("<", "<=", "=="):
            high = min(high, bound - (operator == "<"))
    return low, high


def _bounds(demands: Sequence[Signed], field: str) -> Iterator[tuple[str, int]]:
    for expression, holds in demands:
        ((operator, content),) = expression.items()
        if operator not in _OPPOSITE:
            continue
        for one, other, said in (
            (content["left"], content["right"], operator),
            (content["right"], content["left"], _SWAPPED[operator]),
        ):
            bound = number_of(other)
            if context_field(one) == field and bound is not None:
                yield (said if holds else _OPPOSITE[said]), bound


def _said(some: _Either) -> str:
    texts = [json.dumps("*".join(pattern.segments), ensure_ascii=False) for pattern in some]
    return texts[0] if len(texts) == 1 else f"one of {', '.join(texts)}"
