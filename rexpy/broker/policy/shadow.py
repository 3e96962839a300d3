"""Policies that are tried out: `@shadow` has them evaluated and recorded, and never enforced. Imported only where there
are some.

Invariant: nothing here changes whether a request is allowed. The enforced policies are asked alone, before; a failure
here is an observation, not a denial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rexpy.broker.policy import cedar
from rexpy.broker.policy.decision import Decision, Effect, Observation, PolicyRef
from rexpy.broker.policy.statement import Located, is_shadow
from rexpy.errors import PolicyInvalid

_FAILED = re.compile(r"while evaluating policy `policy(\d+)`")


def separate(policies: Sequence[Located]) -> tuple[cedar.PolicySet, tuple[Located, ...], tuple[Located, ...]]:
    """Return the enforced policies, parsed and as they are, and the shadows among *policies*.

    Raises `PolicyInvalid` for `@shadow("…")`: a text there might be read as one that turns it off.
    """
    wrong = [policy for policy in policies if policy.body.get("annotations", {}).get("shadow")]
    if wrong:
        from rexpy.broker.policy import diagnose

        message = "@shadow takes no text; a policy that is to be enforced has no @shadow"
        raise PolicyInvalid(tuple(diagnose.word_finding(policy, "@shadow", message) for policy in wrong))
    shadows = tuple(policy for policy in policies if is_shadow(policy.body))
    enforced = [policy for policy in policies if not is_shadow(policy.body)]
    renamed = tuple(policy._replace(id=f"policy{index}") for index, policy in enumerate(enforced))
    return cedar.parse_policies("\n".join(policy.text for policy in renamed)), renamed, shadows


_Parsed = tuple[cedar.PolicySet, tuple[PolicyRef, ...]]


class Shadows:
    """The shadows that may match the requests of one plan."""

    __slots__ = ("_forbids", "_permits")

    def __init__(self, policies: Sequence[Located]) -> None:
        # Cedar names either the permits or the forbids that match, so each are asked by themselves.
        self._permits = _parsed(policies, "permit")
        self._forbids = _parsed(policies, "forbid")

    def observed(self, decision: Decision, request: cedar.Request, entities: cedar.Entities) -> Decision:
        """Return *decision* with what the shadows that match would have done to it."""
        found: list[Observation] = []
        asked: tuple[tuple[_Parsed, Effect, bool], ...] = (
            (self._forbids, "forbid", decision.allowed),
            (self._permits, "permit", decision.effect == "no_permit"),
        )
        for (policies, refs), effect, changes in asked:
            if not refs:
                continue
            try:
                answer = cedar.authorize(request, policies, entities)
            except BaseException as error:
                if not cedar.is_failure(error):
                    raise
                found += [Observation(ref, "error", changes=False) for ref in refs]
                continue
            found += [
                Observation(refs[_number(reason)], effect, changes) for reason in sorted(answer.reasons, key=_number)
            ]
            failed = {int(match.group(1)) for error in answer.errors if (match := _FAILED.search(error))}
            found += [Observation(refs[number], "error", changes=False) for number in sorted(failed)]
        if not found:
            return decision
        return Decision(
            decision.allowed, decision.effect, decision.policies, decision.errors, decision.advice, tuple(found)
        )


def _parsed(policies: Sequence[Located], effect: Effect) -> _Parsed:
    some = [policy for policy in policies if policy.body["effect"] == effect]
    return cedar.parse_policies("\n".join(policy.text for policy in some)), tuple(policy.ref for policy in some)


def _number(policy_id: str) -> int:
    return int(policy_id.removeprefix("policy"))
