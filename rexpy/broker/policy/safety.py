"""Finds policies that Cedar's strict validation passes and that could still fail while they are evaluated.

Cedar skips a policy that fails, and a skipped forbid would open a door. Three things are left after
validation: arithmetic that overflows, an attribute of an entity that is named in the policy but not part of
the request, and depth.
"""

from __future__ import annotations

from typing import NamedTuple

from hostapi.vocabulary.base import LONG_MAX, LONG_MIN, Moment, Number, Record
from hostapi.vocabulary.every import ACTIONS, context_of
from hostapi.vocabulary.request import RUN_ARGUMENTS
from rexpy.broker.policy.limits import MAX_DEPTH
from rexpy.broker.policy.statement import Json, Located, literal_entity, operands
from rexpy.broker.policy.temporal import DATETIME_RANGE, DAY_MS, duration_ms

_ARITHMETIC = frozenset(
    (
        *("neg", "+", "-", "*", "offset", "durationSince", "toDate", "toTime"),
        *("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"),
    )
)
_SAFE = frozenset(
    (
        *("Value", "Var", "Set", "Record", ".", "has", "like", "is", "in", "hasTag", "getTag"),
        *("if-then-else", "!", "==", "!=", "<", "<=", ">", ">=", "&&", "||"),
        *("contains", "containsAll", "containsAny", "isEmpty"),
        *("ip", "isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange", "datetime", "duration"),
        *("decimal", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"),
    )
)
"""What cannot fail once strict validation passed, given the attributes that the request carries."""

_ANY = (LONG_MIN, LONG_MAX)


class Risk(NamedTuple):
    """A way in which a policy can fail: *word* is what to look for in its text, to show where."""

    message: str
    word: str


TOO_DEEP = Risk(
    f"an expression nests, or chains operators, more than {MAX_DEPTH} deep; write `resource in [A, B, …]` or "
    "`[A, B, …].contains(resource)` in place of a chain of `||`, or several policies",
    "when",
)


_NAMED_ARGUMENTS = Risk(
    "the arguments of the run are `context.run.args`; no other name of theirs means them", RUN_ARGUMENTS
)
"""Where Cedar cannot read an argument, `context.run.args` fails, which denies; another name would find nothing."""


class _Overflow(Exception):
    def __init__(self, operator: str) -> None:
        super().__init__(operator)
        self.operator = operator


def risks(policy: Located) -> list[Risk]:
    """Return the ways in which *policy* could fail at run time, none if it cannot."""
    found: list[Risk] = []
    # Expression, its level, and whether the numbers in it were bounded as part of a larger expression.
    pending = [(condition["body"], 1, False) for condition in policy.body["conditions"]]
    while pending:
        expression, level, covered = pending.pop()
        operator, below = operands(expression)
        if level > MAX_DEPTH:
            return [*found, TOO_DEEP]
        if operator not in _SAFE and operator not in _ARITHMETIC:
            found.append(Risk(f"rexpy does not know `{operator}`, so it cannot say that it is safe", operator))
        elif operator == "Value" and (uid := literal_entity(expression)) is not None and uid.type == RUN_ARGUMENTS:
            found.append(_NAMED_ARGUMENTS)
        elif operator == "." and _may_be_literal(expression["."]["left"]):
            found.append(_foreign_attribute(expression["."]["attr"]))
        elif operator in _ARITHMETIC and not covered:
            overflow = _overflow(expression)
            if overflow is not None:
                found.append(overflow)
        if operator == "if-then-else":
            condition, *branches = below
            pending.append((condition, level + 1, False))
            pending.extend((branch, level + 1, covered) for branch in branches)
        else:
            pending.extend((part, level + 1, operator in _ARITHMETIC) for part in below)
    return found


def _foreign_attribute(attribute: str) -> Risk:
    return Risk(
        f"`.{attribute}` is asked of an entity that the policy names itself; a request carries those "
        "of its own resource only, so this could fail while it is evaluated",
        attribute,
    )


def _overflow(expression: Json) -> Risk | None:
    try:
        _interval(expression)
    except _Overflow as overflow:
        operator = overflow.operator
        return Risk(f"`{operator}` could overflow, and Cedar would then skip this policy", operator)
    except RecursionError:
        return TOO_DEEP
    return None


def _may_be_literal(expression: Json) -> bool:
    """Return whether an entity that the policy names can be the value of *expression*."""
    pending = [expression]
    while pending:
        part = pending.pop()
        operator, below = operands(part)
        if operator == "Value" and literal_entity(part) is not None:
            return True
        if operator in ("if-then-else", "Record", "."):
            # The condition of an `if` is a Bool; looking at it as well costs nothing but strictness.
            pending.extend(below)
    return False


def _bounded(operator: str, low: int, high: int) -> tuple[int, int]:
    if low < LONG_MIN or high > LONG_MAX:
        raise _Overflow(operator)
    return low, high


def _interval(expression: Json) -> tuple[int, int]:
    """Return bounds of the number (a datetime and a duration count in milliseconds) that *expression* can be.

    What is no number has the widest bounds. Raises `_Overflow` where an operator in it can leave a Long.
    """
    operator, below = operands(expression)
    if operator == "Value":
        value = expression["Value"]
        return (value, value) if type(value) is int else _ANY
    if operator in ("datetime", "duration"):
        return _constructed(operator, below)
    if operator == ".":
        known = _context_number(expression)
        if known is not None:
            return known
    if operator not in _ARITHMETIC and operator != "if-then-else":
        return _ANY
    bounds: list[tuple[int, int]] = []
    for part in below:  # Not: a comprehension, which in CPython 3.11 is a frame of its own
        bounds.append(_interval(part))
    match operator:
        case "neg":
            return _bounded("-", -bounds[0][1], -bounds[0][0])
        case "+" | "offset":
            return _bounded(operator, bounds[0][0] + bounds[1][0], bounds[0][1] + bounds[1][1])
        case "-" | "durationSince":
            return _bounded(operator, bounds[0][0] - bounds[1][1], bounds[0][1] - bounds[1][0])
        case "*":
            products = [a * b for a in bounds[0] for b in bounds[1]]
            return _bounded("*", min(products), max(products))
        case "if-then-else":
            return min(bounds[1][0], bounds[2][0]), max(bounds[1][1], bounds[2][1])
        case "toDate":
            _bounded("toDate", bounds[0][0] - DAY_MS, bounds[0][1])
            return bounds[0][0] - DAY_MS, bounds[0][1]
        case "toTime":
            return 0, DAY_MS
        case "toMilliseconds" | "toSeconds" | "toMinutes" | "toHours" | "toDays":
            return min(bounds[0][0], 0), max(bounds[0][1], 0)
    return _ANY


def _constructed(name: str, arguments: list[Json]) -> tuple[int, int]:
    """Return the bounds of `datetime("…")` or `duration("…")`; validation lets literals through only."""
    if name == "datetime":
        return DATETIME_RANGE
    text = arguments[0].get("Value") if arguments else None
    exact = duration_ms(text) if isinstance(text, str) else None
    return _ANY if exact is None else (exact, exact)


def _context_number(expression: Json) -> tuple[int, int] | None:
    """Return the declared range of `context.a.b`, over all actions that have it; None where it is no such
    number."""
    names: list[str] = []
    while "." in expression:
        names.append(expression["."]["attr"])
        expression = expression["."]["left"]
    if expression.get("Var") != "context":
        return None
    ranges: list[Number | Moment] = []
    for declared in ACTIONS.values():
        fields = context_of(declared)
        for depth, name in enumerate(reversed(names), start=1):
            kind = next((field.type for field in fields if field.name == name), None)
            if isinstance(kind, Number | Moment) and depth == len(names):
                ranges.append(kind)
            fields = kind.fields if isinstance(kind, Record) else ()
    if not ranges:
        return None
    return min(r.low for r in ranges), max(r.high for r in ranges)
