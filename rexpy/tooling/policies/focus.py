"""What is asked because of one policy that only one of two sets has: requests near it, in situations near its
conditions, by those whom it may be for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hostapi.vocabulary.file_system import DIR
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import Policy
from rexpy.broker.policy.statement import Located, Uid, is_shadow
from rexpy.tooling.policies.facts import facts_of, may_touch
from rexpy.tooling.policies.sample import STRANGER, Asking, Literals, as_member, literals_of, member_of, sample
from rexpy.tooling.policies.situations import NOWHERE, Situation, reads_facts, situations

MAX_CHANGED = 50
"""Policies of both sides that are looked at so."""
MAX_GROUPS = 5
MAX_DIRECTORIES = 20
MAX_USERS = 8
_TRIED, _HITS, _OTHERS = 60, 40, 10
"""Requests that are asked until a situation is found in which a policy matches; of those that it matches then, how many
are asked in each other situation, and how many of the rest."""


class Round(NamedTuple):
    """Requests to ask of both sets, in one situation, with *also* besides what the entities say of groups."""

    asked: Sequence[Asking]
    situation: Situation
    group: Uid | None = None


def changed(old: Policy, new: Policy) -> list[tuple[Policy, Located]]:
    """Return the enforced policies that one of the sets has and the other has not, each with its set; annotations do
    not count."""
    sides = [[one for one in policy.located if not is_shadow(one.body)] for policy in (old, new)]
    counts = [Counter(map(_key, side)) for side in sides]
    found: list[tuple[Policy, Located]] = []
    for policy, side, more in zip((old, new), sides, (counts[0] - counts[1], counts[1] - counts[0]), strict=True):
        for one in side:
            if more[_key(one)]:
                more[_key(one)] -= 1
                found.append((policy, one))
    return found


def _key(policy: Located) -> str:
    return json.dumps({name: part for name, part in policy.body.items() if name != "annotations"}, sort_keys=True)


def rounds(policy: Policy, one: Located, named: Literals, limit: int) -> Iterator[Round]:
    """Yield what is asked because of *one*, a policy of *policy*; *named* is what both sets name. At most some times
    *limit* requests."""
    facts = facts_of(one)
    own = literals_of((one,))
    users = [uid for uid in sorted(named.uids) if uid.type == USER and uid not in own.uids][:MAX_USERS]
    directories = [uid for uid in sorted(named.uids) if uid.type == DIR][:MAX_DIRECTORIES]
    near = own._replace(uids=own.uids | {*users, *directories})
    made = sample(near, policy.parents, limit, only=facts.actions).asked
    # First in every round what the policy may match: that is what the situations are found by.
    asked = sorted(made, key=lambda request: not may_touch(facts, Uid(*request.resource)))
    likely = [request for request in asked if may_touch(facts, Uid(*request.resource))]
    groups = [uid for uid in sorted(own.uids) if uid.type == GROUP]
    groups += [uid for uid in sorted(named.uids) if uid.type == GROUP and uid not in groups]
    # Whose members the entities say, they say.
    filled = {group for several in policy.parents.values() for group in several}
    groups = [group for group in groups if group not in filled]
    yield from _rounds(policy, one, asked, likely, None)
    for group in groups[:MAX_GROUPS]:
        yield from _rounds(policy, one, _as_members(asked, group), _as_members(likely, group), group)


def in_group(policy: Policy, group: Uid | None, users: Sequence[Uid]) -> Policy:
    """Return the enforced policies of *policy* with a member of *group*, in which *users* are too; itself for none."""
    if group is None:
        return policy
    # Not: all of its policies. A part enforces what it is given, those under trial too.
    enforced = [one for one in policy.located if not is_shadow(one.body)]
    return policy.part(enforced, also={**as_member(group), **dict.fromkeys(users, (group,))})


def _as_members(asked: Sequence[Asking], group: Uid) -> list[Asking]:
    member = member_of(group)
    return [one._replace(principal=member) if one.principal == STRANGER else one for one in asked]


def _rounds(
    policy: Policy, one: Located, asked: Sequence[Asking], likely: Sequence[Asking], group: Uid | None
) -> Iterator[Round]:
    yield Round(asked, NOWHERE, group)
    if not reads_facts(one):
        return
    users = [Uid(*request.principal) for request in likely]
    also = {} if group is None else {**as_member(group), **dict.fromkeys(users, (group,))}
    alone = policy.part([one], also=also)

    def matching(situation: Situation, some: Sequence[Asking]) -> list[Asking]:
        return [request for request in some if _matches(alone, request, situation)]

    few = likely[:: max(1, len(likely) // _TRIED)]
    hits: list[Asking] | None = None
    for situation in situations(one, lambda some: bool(matching(some, few))):
        if hits is None:
            hits = matching(situation, likely)
            yield Round(likely, situation, group)
        else:
            rest = [request for request in few if request not in hits]
            yield Round([*hits[:: max(1, len(hits) // _HITS)], *rest[:_OTHERS]], situation, group)


def _matches(alone: Policy, request: Asking, situation: Situation) -> bool:
    principal, action, resource, context, attributes = request
    decision = alone.authorizer(principal, situation.facts).decide(action, resource, context, attributes=attributes)
    return decision.effect in ("permit", "forbid")
