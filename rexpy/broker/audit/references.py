"""What a record says of the policies that determined a decision: OCSF's authorizations."""

from collections.abc import Sequence
from typing import Any

from rexpy.broker.audit.texts import cut
from rexpy.broker.policy.decision import PolicyRef

MAX_POLICIES = 16
"""Policies named in a record; more that determined one decision are counted."""
MAX_REF = 512
"""Characters of a policy's id and of its place."""


def authorizations(word: str, policies: Sequence[PolicyRef]) -> list[dict[str, Any]]:
    """Return a decision with each policy that determined it; without one, the decision alone."""
    made: list[dict[str, Any]] = [{"decision": word, "policy": reference(ref)} for ref in policies[:MAX_POLICIES]]
    if len(policies) > MAX_POLICIES:
        made.append({"decision": word, "policy": {"name": f"[cut: {len(policies) - MAX_POLICIES} policies]"}})
    return made or [{"decision": word}]


def reference(ref: PolicyRef) -> dict[str, Any]:
    """Return a policy: its `@id`, and where it stands."""
    return {"name": cut(ref.id, MAX_REF), "uid": f"{cut(ref.file, MAX_REF)}:{ref.line}"}
