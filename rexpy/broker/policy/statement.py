"""A loaded policy statement: Cedar's JSON of it, with the place where it stands."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.tokens import Statement

Json = dict[str, Any]
Variable = Literal["principal", "action", "resource"]


class Located(NamedTuple):
    """One policy: *body* is Cedar's JSON form of it, *statement* its tokens in *source*."""

    id: str
    ref: PolicyRef
    body: Json
    source: Source
    statement: Statement

    @property
    def text(self) -> str:
        """The policy as written, from its first annotation to its `;`."""
        return self.source.text[self.statement.start : self.statement.tokens[-1].end]

    @property
    def advice(self) -> str | None:
        """The `@advice` of a forbid, else None."""
        if self.body["effect"] != "forbid":
            return None
        advice = self.body.get("annotations", {}).get("advice")
        return advice if isinstance(advice, str) and advice else None


def has_tests(body: Json) -> bool:
    """Return whether a policy has tests of its own: `@test_allow` or `@test_deny`."""
    annotations = body.get("annotations", ())
    return "test_allow" in annotations or "test_deny" in annotations


class Uid(NamedTuple):
    """The uid of an entity that a policy names."""

    type: str
    id: str


def uid_of(entity: Json) -> Uid:
    """Return the uid in one of Cedar's two JSON spellings."""
    inner = entity.get("__entity", entity)
    return Uid(inner["type"], inner["id"])


def literal_entity(expression: Json) -> Uid | None:
    """Return the uid that *expression* is, or None where it is anything else."""
    value = expression.get("Value")
    if isinstance(value, dict) and "__entity" in value:
        return uid_of(value)
    return None


def operands(expression: Json) -> tuple[str, list[Json]]:
    """Return the operator of *expression* and the expressions under it, in order; a leaf has none."""
    ((operator, content),) = expression.items()
    match operator, content:
        case (("Value" | "Var" | "Slot" | "Unknown"), _):
            return operator, []
        case "Set", list():
            return operator, content
        case "Record", dict():
            return operator, list(content.values())
        case "if-then-else", dict():
            return operator, [content["if"], content["then"], content["else"]]
        case _, dict():
            return operator, [content[side] for side in ("left", "arg", "right", "in") if side in content]
        case _, list():
            return operator, content
    raise ValueError(f"an expression of an unknown form: {operator}")
