"""A loaded policy statement: Cedar's JSON of it, with the place where it stands."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.tokens import Statement, Token

Json = dict[str, Any]
Variable = Literal["principal", "action", "resource"]


ANNOTATIONS = frozenset(("id", "advice", "shadow", "test_allow", "test_deny"))
"""The annotations that have a meaning; any other is the owner's own."""


class Located(NamedTuple):
    """One policy: *body* is Cedar's JSON form of it, *statement* its tokens in *source*.

    Of a linked policy, *source* holds the text that Cedar made of template and link; where that stands is in *ref*.
    """

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
    def effect(self) -> Token:
        """The token `permit` or `forbid`."""
        depth = 0
        for token in self.statement.tokens:
            if token.kind == "word" and depth == 0 and token.text == self.body["effect"]:
                return token
            depth += (token.text == "(") - (token.text == ")") if token.kind == "mark" else 0
        return self.statement.tokens[0]

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


def is_shadow(body: Json) -> bool:
    """Return whether a policy is evaluated and recorded only, not enforced."""
    return "shadow" in body.get("annotations", ())


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
