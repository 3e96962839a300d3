"""What the policy answered, and which of its statements said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Effect = Literal["permit", "no_permit", "forbid", "error"]


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """One statement of the loaded policies: its `@id`, or `policyN` counted over all sources, and where it
    stands.

    Of a linked policy these are the id and the place of the link, and *template* is what it was made of.
    """

    id: str
    file: str
    line: int
    template: PolicyRef | None = None


class Observation(NamedTuple):
    """What a policy with `@shadow` that matches a request would have done: *effect* is `permit`, `forbid`, or `error`
    where it could not be evaluated. *changes*: the answer would have been another were this policy enforced too."""

    policy: PolicyRef
    effect: Effect
    changes: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one request.

    *effect* is `permit` (allowed), `no_permit` (nothing permits it), `forbid` (a forbid applies), or `error`
    (no answer could be had, which denies). *policies* are those that determined it, in the order of the
    sources. *errors* say what failed, for the operator. *advice* is the `@advice` of a forbid that applies,
    for the script. *observed* is what policies with `@shadow` would have done, which nothing else follows from.
    """

    allowed: bool
    effect: Effect
    policies: tuple[PolicyRef, ...] = ()
    errors: tuple[str, ...] = ()
    advice: str | None = None
    observed: tuple[Observation, ...] = ()


NO_PERMIT = Decision(allowed=False, effect="no_permit")


def failed(*errors: str) -> Decision:
    """Return the denial for a request that could not be decided."""
    return Decision(allowed=False, effect="error", errors=errors)
