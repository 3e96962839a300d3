"""Says why a request is allowed or denied: what decided, and which part of a permit did not match.

Cedar alone decides what matches. A policy is taken apart in Cedar's JSON form, each part becomes a policy of its own
that says nothing else, and Cedar is asked which of these match.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rexpy.broker.policy import Decision, Policy, cedar
from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.facts import Facts
from rexpy.broker.policy.observe import observed_by
from rexpy.broker.policy.shorthand import Asked
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.statement import Json, Located, is_shadow
from rexpy.broker.policy.tokens import statements, tokenize
from rexpy.broker.refusal import action_uid, permit, uid
from rexpy.tooling.policies.parts import HEAD, parts_of
from rexpy.tooling.policies.situations import NOWHERE

MAX_NEAR = 5
"""Permits that are shown as having come near; a person reads no more, and `--all` gives every one."""


class Part(NamedTuple):
    """One part of a policy: principal, action, resource, or a condition; *text* is as written. *matched* is None where
    it could not be evaluated by itself, for it relies on another part."""

    name: str
    text: str
    matched: bool | None


class Near(NamedTuple):
    """A permit that did not match, part by part."""

    policy: PolicyRef
    parts: tuple[Part, ...]

    @property
    def missing(self) -> int:
        """How many parts did not match."""
        return sum(part.matched is False for part in self.parts)


class Explanation(NamedTuple):
    """A request, what was decided, and for a denial without a forbid the permits that came near, the nearest first.

    *texts* are the policies that determined the decision, as written. *otherwise* is what would have been decided
    without the forbids that matched, None where none did.
    """

    asked: Asked
    decision: Decision
    texts: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    otherwise: Decision | None = None

    @property
    def permit(self) -> str | None:
        """The narrowest permit that would allow the request, where nothing permits it."""
        if self.decision.effect != "no_permit":
            return None
        return permit(self.asked.principal, [self.asked.action], self.asked.resource)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can say them."""
        decision = self.decision
        return {
            "principal": uid(self.asked.principal),
            "action": action_uid(self.asked.action),
            "resource": uid(self.asked.resource),
            "decision": "allow" if decision.allowed else "deny",
            "effect": decision.effect,
            "policies": [ref_json(ref) for ref in decision.policies],
            "errors": list(decision.errors),
            "advice": decision.advice,
            "observed": [
                {**ref_json(one.policy), "effect": one.effect, "changes": one.changes} for one in decision.observed
            ],
            "otherwise": None if self.otherwise is None else ("allow" if self.otherwise.allowed else "deny"),
            "near": [
                {
                    **ref_json(near.policy),
                    "parts": [{"part": part.name, "text": part.text, "matched": part.matched} for part in near.parts],
                }
                for near in self.near
            ],
            "permit": self.permit,
        }


def ref_json(ref: PolicyRef) -> dict[str, Any]:
    """Return which policy it is, and where, as JSON can say it."""
    template = None if ref.template is None else ref_json(ref.template)
    return {"id": ref.id, "file": ref.file, "line": ref.line, "template": template}


def supplied(policy: Policy, asked: Asked) -> tuple[Asked, frozenset[str]]:
    """Return the request with the facts that policies read and that it does not say, as those of the first operation of
    a run like any other; and which these are: `run`, `usage`.

    Not: leaving them out, as a test does. A policy that reads what is not there fails, and explains nothing.
    """
    read: set[str] = set()
    for one in policy.located:
        seen = observed_by(one)
        read.update(field.partition(".")[0] for field in (*seen.context, *(field for field, _ in seen.bounds)))
    facts = asked.facts or Facts()
    lacking = frozenset(name for name in ("run", "usage") if read & {name, ""} and getattr(facts, name) is None)
    if "run" in lacking:
        facts = facts._replace(run=NOWHERE.facts.run)
    if "usage" in lacking:
        facts = facts._replace(usage=lambda: (1, 0))
    return asked._replace(facts=facts) if lacking else asked, lacking


def explain(policy: Policy, asked: Asked, *, attributes: Any = (), limit: int | None = MAX_NEAR) -> Explanation:
    """Return what *policy* decides of a request, and why; at most *limit* permits that came near.

    *attributes* are those of a resource whose type says that the operation gives them.
    """
    decision = _decide(policy, asked, attributes)
    texts = tuple(policy.describe(ref) for ref in decision.policies)
    if decision.effect == "no_permit":
        return Explanation(asked, decision, texts, _near(policy, asked, attributes, limit))
    otherwise = None
    if decision.effect == "forbid":
        rest = [one for one in policy.located if one.ref not in decision.policies and not is_shadow(one.body)]
        otherwise = _decide(policy.part(rest), asked, attributes)
    return Explanation(asked, decision, texts, otherwise=otherwise)


def _decide(policy: Policy, asked: Asked, attributes: Any) -> Decision:
    authorizer = policy.authorizer(asked.principal, asked.facts)
    return authorizer.decide(asked.action, asked.resource, asked.context, attributes=attributes)


def _near(policy: Policy, asked: Asked, attributes: Any, limit: int | None) -> tuple[Near, ...]:
    permits = [one for one in policy.located if one.body["effect"] == "permit" and not is_shadow(one.body)]
    pieces: list[Located] = []
    made: list[tuple[Located, list[tuple[str, str, int]]]] = []
    for located in permits:
        parts: list[tuple[str, str, int]] = []
        for name, text, body in parts_of(located):
            parts.append((name, text, len(pieces)))
            pieces.append(_piece(body, len(pieces)))
        made.append((located, parts))
    matched = _matching(policy, pieces, asked, attributes)
    found = [
        Near(located.ref, tuple(Part(name, text, matched[number]) for name, text, number in parts))
        for located, parts in made
    ]
    found.sort(key=lambda near: near.missing)
    return tuple(found if limit is None else _nearest(found, limit))


def _nearest(found: Sequence[Near], limit: int) -> Iterator[Near]:
    """Yield the first of those that lack no more than one part beyond what the nearest lacks, and not everything."""
    for near in found[:limit]:
        head = [part for part in near.parts if part.name in HEAD]
        if near.missing <= found[0].missing + 1 and sum(part.matched is not False for part in head) >= 2:
            yield near


def _piece(body: Json, number: int) -> Located:
    said = json.dumps({"staticPolicies": {"policy0": body}, "templates": {}, "templateLinks": []})
    text = cedar.policies_text(said).strip()
    return Located(
        f"policy{number}", PolicyRef(str(number), "", 0), body, Source("", text), statements(tokenize(text))[0]
    )


def _matching(policy: Policy, pieces: Sequence[Located], asked: Asked, attributes: Any) -> list[bool | None]:
    """Return of each piece whether it matches, None where it failed."""
    if not pieces:
        return []
    decision = _decide(policy.part(pieces), asked, attributes)
    matching = {int(ref.id) for ref in decision.policies}
    if not decision.errors:
        return [number in matching for number in range(len(pieces))]
    # Cedar names in its message which policy failed; asked alone, it is certain.
    found: list[bool | None] = []
    for number, piece in enumerate(pieces):
        failed = number not in matching and bool(_decide(policy.part([piece]), asked, attributes).errors)
        found.append(None if failed else number in matching)
    return found
