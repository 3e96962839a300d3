"""Whatever comes into force when, each answer is that of bare Cedar for the set and the entities that are in force."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rexpy.broker.policy import limits
from rexpy.broker.policy.providers import PolicyTexts, Provided
from rexpy.broker.reload import LivePolicy, Reload
from tests.policy import bare
from tests.policy.test_remembered import GROUPS, USERS, Ask, asks, moments, policy_sets, valid


def entity(kind: str, name: str, groups: list[str]) -> dict[str, Any]:
    parents = [{"type": "Group", "id": group} for group in groups]
    return {"uid": {"type": kind, "id": name}, "attrs": {}, "parents": parents}


# Groups are in later ones only, so that none contains itself.
memberships = st.tuples(
    st.lists(st.lists(st.sampled_from(GROUPS), max_size=2, unique=True), min_size=len(USERS), max_size=len(USERS)),
    st.lists(st.booleans(), min_size=3, max_size=3),
).map(
    lambda drawn: [
        *(entity("User", user, groups) for user, groups in zip(USERS, drawn[0], strict=True)),
        *(
            entity("Group", group, [other for other, held in zip(GROUPS[at + 1 :], drawn[1], strict=False) if held])
            for at, group in enumerate(GROUPS)
        ),
    ]
)


class Changing:
    def __init__(self) -> None:
        self.text = ""
        self.entities_text = "[]"

    def policies(self) -> Provided:
        return Provided((("policies", self.text),))

    def entities(self) -> Provided:
        return PolicyTexts((), (), [("entities", self.entities_text)]).entities()


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(
    st.lists(st.tuples(policy_sets, memberships), min_size=2, max_size=3),
    asks,
    st.lists(moments, min_size=1, max_size=2, unique=True),
    st.randoms(use_true_random=False),
)
def test_every_answer_is_of_what_is_in_force(
    sets: list[tuple[list[str], list[dict[str, Any]]]],
    requests: list[Ask],
    moments: list[bare.Moment],
    chance: random.Random,
) -> None:
    good = [("\n".join(one for one in policies if valid(one)), entities) for policies, entities in sets]
    assume(all(text for text, _ in good))
    known: dict[tuple[int, int, int, str], tuple[str, list[str]]] = {}

    def wanted(at: int, moment: int, request: int, user: str) -> tuple[str, list[str]]:
        key = (at, moment, request, user)
        if key not in known:
            text, entities = good[at]
            known[key] = bare.decide(text, user, *requests[request], entities=entities, moment=moments[moment])
        return known[key]

    provider = Changing()
    live = LivePolicy((provider,), (provider,), reload=Reload(every_s=3600))
    held: list[tuple[int, Any]] = []
    for _ in range(3):
        for at in chance.sample(range(len(good)), len(good)):
            provider.text, provider.entities_text = good[at][0], json.dumps(good[at][1])
            event = live.refresh()
            assert event is None or event.kind == "loaded"
            # A run that began earlier goes on with what it has, beside one that begins now.
            held = [*held[-1:], (at, live.policy)]
            for _ in range(2 * limits.NARROW_AFTER):
                mine, policy = chance.choice(held)
                moment, request = chance.randrange(len(moments)), chance.randrange(len(requests))
                user = chance.choice(USERS)
                decision = policy.authorizer(f'User::"{user}"', moments[moment].facts()).decide(*requests[request])
                assert bare.summary(decision) == wanted(mine, moment, request, user)
