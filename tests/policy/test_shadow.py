"""`@shadow`: what such a policy would have done is told, and nothing else follows from it."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import rexpy
from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy, limits
from rexpy.errors import PolicyInvalid
from tests.broker.runs import PRINCIPAL
from tests.policy import bare
from tests.policy.test_remembered import ENTITIES, USERS, Ask, asks, entities_for, policy_sets, valid
from tests.policy.test_remembered import moments as any_moment
from tests.policy.test_start import with_path

ALL = "permit(principal, action, resource);"
FILE = Resource(fs.FILE, "/a/b")


def decide(text: str, action=fs.READ, resource=FILE):
    authorizer = Policy.from_text(text).authorizer(PRINCIPAL)
    first, second = authorizer.decide(action, resource), authorizer.decide(action, resource)
    assert first == second
    return first


def observed(decision) -> list[tuple[str, str, bool]]:
    return [(one.policy.id, one.effect, one.changes) for one in decision.observed]


def test_a_shadow_forbid_refuses_nothing_and_is_told():
    decision = decide(f'{ALL} @id("try") @shadow forbid(principal, action, resource == file_system::File::"/a/b");')
    assert (decision.allowed, decision.effect, [ref.id for ref in decision.policies]) == (True, "permit", ["policy0"])
    assert observed(decision) == [("try", "forbid", True)]
    assert decision.observed[0].policy.line == 1


def test_a_shadow_permit_grants_nothing_and_is_told():
    decision = decide(f"@shadow {ALL}")
    assert (decision.allowed, decision.effect, decision.policies) == (False, "no_permit", ())
    assert observed(decision) == [("policy0", "permit", True)]


def test_what_would_have_changed_nothing_says_so():
    forbidding = "forbid(principal, action, resource);"
    assert observed(decide(f"{ALL} @shadow {ALL}")) == [("policy1", "permit", False)]
    assert observed(decide(f"{ALL} {forbidding} @shadow {ALL} @shadow {forbidding}")) == [
        ("policy3", "forbid", False),
        ("policy2", "permit", False),
    ]
    assert observed(decide(f"{ALL} @shadow forbid(principal, action, resource is file_system::Dir);")) == []


def test_a_shadow_that_fails_denies_nothing():
    text = f'{ALL} @id("run") @shadow forbid(principal, action, resource) when {{ context.run.id == "" }};'
    decision = decide(text + " @shadow forbid(principal, action, resource) when { context.usage.calls > 0 };")
    assert decision.allowed
    assert observed(decision) == [("run", "error", False), ("policy2", "error", False)]


@pytest.mark.parametrize("text", ['@shadow("false")', '@shadow("no")', '@shadow("true")'])
def test_shadow_takes_no_text(text):
    with pytest.raises(PolicyInvalid, match="takes no text") as caught:
        Policy.from_text(f"{ALL}\n{text} {ALL}", "p.cedar")
    assert (caught.value.findings[0].line, caught.value.findings[0].column) == (2, 1)
    assert Policy.from_text(f'@shadow("") {ALL}').has_shadows


def test_a_shadow_is_validated_as_any_other():
    for wrong in ("resource.nothing", "9223372036854775807 + 1 == 0"):
        with pytest.raises(PolicyInvalid):
            Policy.from_text(f"@shadow permit(principal, action, resource) when {{ {wrong} }};")


def test_a_batch_tells_the_same():
    text = f'{ALL} @id("try") @shadow forbid(principal, action, resource == file_system::File::"/a/b");'
    requests = [(fs.READ, Resource(fs.FILE, name), ()) for name in ("/a/b", "/a/c", "/a/b")]
    decided = Policy.from_text(text).authorizer(PRINCIPAL).decide_batch(requests)
    assert [observed(one) for one in decided] == [[("try", "forbid", True)], [], [("try", "forbid", True)]]


def test_linked_policies_of_a_shadow_template_are_shadows():
    text = f'{ALL} @id("t") @shadow forbid(principal == ?principal, action, resource);'
    links = [{"template_id": "t", "link_id": "l", "args": {"?principal": PRINCIPAL}}]
    decision = Policy.from_text(text, links=json.dumps(links)).authorizer(PRINCIPAL).decide(fs.READ, FILE)
    assert decision.allowed
    assert observed(decision) == [("l", "forbid", True)]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(
    policy_sets,
    policy_sets,
    asks,
    st.sampled_from(USERS),
    st.lists(any_moment, min_size=1, max_size=2, unique=True),
    st.randoms(use_true_random=False),
)
def test_no_shadow_changes_an_answer_and_each_says_what_it_alone_would_do(
    enforced: list[str],
    tried: list[str],
    requests: list[Ask],
    user: str,
    moments: list[bare.Moment],
    chance: random.Random,
) -> None:
    kept = [one for one in enforced if valid(one)]
    shadows = [one for one in tried if valid(one)]
    assume(kept and shadows)
    mixed = kept + [f"@shadow {one}" for one in shadows]
    places = list(range(len(mixed)))
    chance.shuffle(places)
    text = "\n".join(mixed[place] for place in places)
    names = {f"policy{at}": place for at, place in enumerate(places)}
    policy = Policy.from_text(text, entities=json.dumps(ENTITIES))
    authorizers = [policy.authorizer(f'User::"{user}"', one.facts()) for one in moments]
    entities = entities_for(user)
    for index in [*range(len(requests))] * (limits.NARROW_AFTER // 4 + 2):
        at = chance.randrange(len(moments))
        decision = authorizers[at].decide(*requests[index])

        def ask(text: str, index: int = index, at: int = at) -> tuple[str, list[str]]:
            return bare.decide(text, user, *requests[index], entities=entities, moment=moments[at])

        effect, reasons = ask("\n".join(kept))
        assert decision.effect == effect
        assert {names[ref.id] for ref in decision.policies} == {int(reason[6:]) for reason in reasons}
        wanted = set()
        for number, shadow in enumerate(shadows, start=len(kept)):
            alone, _ = ask(shadow)
            if alone != "no_permit":
                together, _ = ask("\n".join([*kept, shadow]))
                wanted.add((number, alone, (together == "permit") != (effect == "permit")))
        assert {(names[one.policy.id], one.effect, one.changes) for one in decision.observed} == wanted


def test_the_result_tells_each_once_with_a_count():
    policy = f"""{ALL}
        @id("no-version") @shadow
        forbid(principal, action == file_system::Action::"read", resource == file_system::File::"/proc/sys/kernel/version");"""
    script = (
        "for n in range(3):\n    open('/proc/sys/kernel/version').read()\n    open('/proc/sys/kernel/ostype').read()"
    )
    result = rexpy.run(script, policy=policy, principal=PRINCIPAL)
    assert (result.ok, result.denials) == (True, ())
    (one,) = result.observed
    assert one == (
        "no-version (policy:3)",
        "forbid",
        True,
        'file_system::Action::"read"',
        'file_system::File::"/proc/sys/kernel/version"',
        "fs.load",
        2,
        3,
    )
    assert result.to_json()["observed"] == [one._asdict()]
    assert rexpy.run(script, policy=ALL, principal=PRINCIPAL).observed == ()


def test_where_there_are_none_nothing_of_it_is_loaded():
    code = (
        "import sys, rexpy; r = rexpy.run('1', policy='permit(principal, action, resource);'); assert r.ok\n"
        "print(*[name for name in sys.modules if 'shadow' in name])"
    )
    run = subprocess.run([sys.executable, "-c", with_path(code)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
