"""The loaded policies in a few words each: who, what, on what, under which condition."""

from __future__ import annotations

from typing import Any, NamedTuple

from hostapi.vocabulary.every import ACTION_GROUPS
from hostapi.vocabulary.file_system import DIR
from hostapi.vocabulary.principals import GROUP
from rexpy.broker.policy import Policy
from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.statement import Json, Located, Uid, is_shadow, uid_of
from rexpy.tooling.policies.explain import ref_json
from rexpy.tooling.policies.parts import condition_texts


class Row(NamedTuple):
    """One policy. *effect* is permit, forbid, or one of these with `(shadow)`, which is not enforced."""

    policy: PolicyRef
    effect: str
    who: str
    what: str
    on: str
    condition: str
    advice: str | None
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can say them."""
        return {
            **ref_json(self.policy),
            "effect": self.effect.partition(" ")[0],
            "enforced": "(" not in self.effect,
            "principal": self.who,
            "action": self.what,
            "resource": self.on,
            "condition": self.condition or None,
            "advice": self.advice,
            "text": self.text,
        }


def rows(policy: Policy) -> list[Row]:
    """Return a row for each policy, in the order of the sources; linked ones after the rest."""
    return [_row(located) for located in policy.located]


def _row(located: Located) -> Row:
    body = located.body
    shadow = " (shadow)" if is_shadow(body) else ""
    return Row(
        located.ref,
        body["effect"] + shadow,
        _who(body["principal"]),
        _what(body["action"]),
        _on(body["resource"]),
        " ".join(condition_texts(located)),
        located.advice,
        located.text,
    )


def _who(head: Json) -> str:
    match head["op"]:
        case "==":
            return uid_of(head["entity"]).id
        case "in":
            return _members(uid_of(head["entity"]))
        case "is":
            return _members(uid_of(head["in"]["entity"])) if "in" in head else "anybody"
    return "anybody"


def _members(uid: Uid) -> str:
    return f"members of {uid.id}" if uid.type == GROUP else uid.id


def _what(head: Json) -> str:
    if head["op"] == "All":
        return "anything"
    found = [uid_of(entity) for entity in head.get("entities") or [head["entity"]]]
    spaces = {uid.type.removesuffix("::Action") for uid in found}
    groups = {(group.namespace, group.name) for group in ACTION_GROUPS}
    names = []
    for uid in found:
        space = uid.type.removesuffix("::Action")
        name = f"all of {space}" if (space, uid.id) in groups and head["op"] == "in" else uid.id
        names.append(name if len(spaces) == 1 or name != uid.id else f"{space}::{name}")
    return ", ".join(names)


def _on(head: Json) -> str:
    match head["op"]:
        case "==":
            return _named(uid_of(head["entity"]))
        case "in":
            return _inside(uid_of(head["entity"]))
        case "is":
            kind = str(head["entity_type"]).rpartition("::")[2]
            if "in" in head:
                inside = uid_of(head["in"]["entity"])
                return f"any {kind} in {inside.id.rstrip('/')}/" if inside.type == DIR else _named(inside)
            return f"any {kind}"
    return "anything"


def _named(uid: Uid) -> str:
    return f"{uid.type.rpartition('::')[2]} {uid.id}"


def _inside(uid: Uid) -> str:
    return f"{uid.id.rstrip('/')}/ and below" if uid.type == DIR else _named(uid)
