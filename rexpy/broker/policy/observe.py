"""What the loaded policies can observe of a request, so that decisions are remembered by exactly that.

The analysis is conservative: whatever it does not recognise counts as observing the whole resource.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rexpy.broker.policy.patterns import Pattern, pattern_of
from rexpy.broker.policy.statement import Json, Located, Uid, literal_entity, operands, uid_of
from rexpy.broker.policy.temporal import datetime_ms

_ORDERED = frozenset(("==", "!=", "<", "<=", ">", ">="))
_CHANGING = frozenset(("time", "usage.calls", "usage.bytes_written"))


class Observed(NamedTuple):
    """What one statement, or several together, can observe.

    *resource*: of it, more than is listed here. *context*: its fields that are read, dotted; the empty text is all of
    it. *bounds*: the numbers (a datetime in milliseconds) that a field is compared with, where nothing else is done
    with it. *mentioned*: the entities named anywhere. *stored*: those whose own ancestors matter, because they stand
    left of an `in`. *texts* and *patterns*: what an attribute of the resource is compared with by `==` and by `like`.
    """

    resource: bool
    context: frozenset[str]
    bounds: frozenset[tuple[str, int]]
    mentioned: frozenset[Uid]
    stored: frozenset[Uid]
    texts: frozenset[str]
    patterns: frozenset[Pattern]


def union(several: Sequence[Observed]) -> Observed:
    """Return what any of *several* observes."""
    return Observed(
        any(one.resource for one in several),
        frozenset().union(*(one.context for one in several)),
        frozenset().union(*(one.bounds for one in several)),
        frozenset().union(*(one.mentioned for one in several)),
        frozenset().union(*(one.stored for one in several)),
        frozenset().union(*(one.texts for one in several)),
        frozenset().union(*(one.patterns for one in several)),
    )


class Scope(NamedTuple):
    """Which requests a statement's head can match; each part is None where the head does not say."""

    principals: frozenset[Uid] | None
    actions: frozenset[Uid] | None
    types: frozenset[str] | None

    def may_match(self, principal: frozenset[Uid], action: frozenset[Uid], resource_type: str) -> bool:
        """Return whether a request may match.

        *principal* and *action* are each the one that asks together with the groups that it is in.
        """
        if self.principals is not None and not (self.principals & principal):
            return False
        if self.actions is not None and not (self.actions & action):
            return False
        return self.types is None or resource_type in self.types


def scope_of(policy: Located) -> Scope:
    """Return what the head of *policy* says."""
    principal, action, resource = (policy.body[part] for part in ("principal", "action", "resource"))
    named = frozenset(_scope_entities(principal))
    actions = None if action["op"] == "All" else frozenset(_scope_entities(action))
    types: frozenset[str] | None = None
    if resource["op"] == "==":
        types = frozenset(uid.type for uid in _scope_entities(resource))
    elif resource["op"] == "is":
        types = frozenset((resource["entity_type"],))
    return Scope(named or None, actions, types)


def observed_by(policy: Located) -> Observed:
    """Return what *policy* observes, its head included."""
    mentioned: set[Uid] = set()
    for variable in ("principal", "action", "resource"):
        mentioned.update(_scope_entities(policy.body[variable]))
    walk = _Walk(mentioned)
    for condition in policy.body["conditions"]:
        walk.visit(condition["body"])
    return Observed(
        walk.resource,
        frozenset(walk.context),
        frozenset(walk.bounds),
        frozenset(walk.mentioned),
        frozenset(walk.stored),
        frozenset(walk.texts),
        frozenset(walk.patterns),
    )


def _scope_entities(constraint: Json) -> list[Uid]:
    found = [uid_of(entity) for entity in constraint.get("entities", ())]
    if "entity" in constraint:
        found.append(uid_of(constraint["entity"]))
    inner = constraint.get("in")
    if isinstance(inner, dict) and "entity" in inner:
        found.append(uid_of(inner["entity"]))
    return found


class _Walk:
    """Visits the expressions of a policy, without recursion: a chain is as deep as it is long."""

    def __init__(self, mentioned: set[Uid]) -> None:
        self.resource = False
        self.context: set[str] = set()
        self.bounds: set[tuple[str, int]] = set()
        self.mentioned = mentioned
        self.stored: set[Uid] = set()
        self.texts: set[str] = set()
        self.patterns: set[Pattern] = set()

    def visit(self, expression: Json) -> None:
        pending = [expression]
        while pending:
            current = pending.pop()
            if not (self._membership(current) or self._comparison(current) or self._field(current)):
                operator, below = operands(current)
                if operator == "Var":
                    self._variable(current["Var"])
                elif operator == "Value":
                    uid = literal_entity(current)
                    if uid is not None:
                        self.mentioned.add(uid)
                        self.stored.add(uid)
                elif operator in ("Slot", "Unknown"):
                    self.resource = True
                    self.context.add("")
                pending.extend(below)

    def _variable(self, name: str) -> None:
        if name == "context":
            self.context.add("")
        elif name not in ("principal", "action"):
            self.resource = True

    def _field(self, expression: Json) -> bool:
        """Note the field of the context that *expression* reads, or asks for; False where it is no such thing."""
        field = context_field(expression)
        if field is None:
            for operator, (one, other) in _sides(expression):
                field, bound = context_field(one), number_of(other)
                if operator in _ORDERED and field in _CHANGING and bound is not None:
                    self.bounds.add((field, bound))
                    return True
            return False
        self.context.add(field)
        return True

    def _membership(self, expression: Json) -> bool:
        """Note the literals of `var == x`, `var in x`, `x.contains(var)`, `var is T in x`, and return True
        for those."""
        ((operator, content),) = expression.items()
        if operator not in ("==", "!=", "in", "contains", "is"):
            return False
        if operator == "contains":
            variable, other = content["right"], content["left"]
        elif operator == "is":
            variable, other = content["left"], content.get("in")
        else:
            variable, other = content["left"], content["right"]
            if operator in ("==", "!=") and "Var" not in variable:
                variable, other = other, variable
        if variable.get("Var") not in ("principal", "action", "resource"):
            return False
        uids = [] if other is None else _literals(other)
        if uids is None:
            return False
        self.mentioned.update(uids)
        return True

    def _comparison(self, expression: Json) -> bool:
        """Note what an attribute of the resource is compared with; False where *expression* is no such comparison.

        `resource has x` counts as one without anything to note: whether it has is the same for all of a type.
        """
        ((operator, content),) = expression.items()
        if operator == "has":
            return bool(content["left"].get("Var") == "resource")
        if operator == "like":
            if _is_own_attribute(content["left"]):
                self.patterns.add(pattern_of(content["pattern"]))
                return True
            return False
        if operator not in ("==", "!=", "contains"):
            return False
        for attribute, other in ((content["left"], content["right"]), (content["right"], content["left"])):
            if _is_own_attribute(attribute):
                texts = [member.get("Value") for member in other.get("Set", [other])]
                if all(type(text) is str for text in texts):
                    self.texts.update(texts)
                    return True
        return False


def _sides(expression: Json) -> list[tuple[str, tuple[Json, Json]]]:
    """Return the operator with its two operands in both orders; nothing where it has no two."""
    ((operator, content),) = expression.items()
    if not isinstance(content, dict) or "left" not in content or "right" not in content:
        return []
    left, right = content["left"], content["right"]
    return [(operator, (left, right)), (operator, (right, left))]


def context_field(expression: Json) -> str | None:
    """Return `a.b` for `context.a.b` and for `context.a has b`; None where it is neither."""
    names: list[str] = []
    operator, content = next(iter(expression.items()))
    while operator == "." or (operator == "has" and not names):
        names.append(content["attr"])
        operator, content = next(iter(content["left"].items()))
    return ".".join(reversed(names)) if operator == "Var" and content == "context" and names else None


def number_of(expression: Json) -> int | None:
    """Return the number, or the milliseconds of the datetime, that *expression* spells out; None where it does not."""
    value = expression.get("Value")
    if type(value) is int:
        return value
    written = expression.get("datetime")
    if isinstance(written, list) and len(written) == 1 and isinstance(text := written[0].get("Value"), str):
        return datetime_ms(text)
    return None


def _is_own_attribute(expression: Json) -> bool:
    inner = expression.get(".")
    return isinstance(inner, dict) and inner["left"].get("Var") == "resource"


def _literals(expression: Json) -> list[Uid] | None:
    """Return the entities that *expression* lists, one or a set of them; None where it is anything else."""
    single = literal_entity(expression)
    if single is not None:
        return [single]
    members = expression.get("Set")
    if not isinstance(members, list):
        return None
    found = [literal_entity(member) for member in members]
    return None if None in found else [uid for uid in found if uid is not None]
