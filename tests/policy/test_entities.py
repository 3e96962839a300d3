"""Entities files say who is in which group, and nothing of the host."""

from __future__ import annotations

import json

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from rexpy.broker.policy import Policy, PolicyLimits
from rexpy.broker.policy.limits import MAX_GROUP_DEPTH
from rexpy.errors import EXIT_INVALID, EntitiesInvalid, PolicyInvalid

POLICY = 'permit(principal in Group::"ops", action, resource);'


def load(entities):
    text = entities if isinstance(entities, str) else json.dumps(entities)
    return Policy.from_text(POLICY, entities=text)


def user(name, *groups, **more):
    return {
        "uid": {"type": "User", "id": name},
        "attrs": {},
        "parents": [{"type": "Group", "id": group} for group in groups],
        **more,
    }


def group(name, *groups):
    return {**user(name, *groups), "uid": {"type": "Group", "id": name}}


@pytest.mark.parametrize(
    ("entities", "reason"),
    [
        ("", "not JSON"),
        ("[", "not JSON"),
        ("{}", "not a JSON list"),
        ("7", "not a JSON list"),
        ("[NaN]", "NaN"),
        ("[" * 100_000, "nested too deeply"),
        ("[7]", "`uid`"),
        ("[{}]", "`uid`"),
        ([{"uid": 'User::"a"'}], "not named"),
        ([{"uid": {"type": "User"}}], "not named"),
        ([{"uid": {"type": "User", "id": 7}}], "not text"),
        ([{"uid": {"type": "User", "id": ""}}], "empty"),
        ([{"uid": {"type": "User", "id": "a\n"}}], "control character"),
        ([{"uid": {"type": "User", "id": "a", "more": 1}}], "not named"),
        ([{"uid": {"type": "Usr", "id": "a"}}], "unknown type"),
        ([user("a", attrs={"admin": True})], "has attrs"),
        ([user("a", attrs={"x": {"__entity": {"type": "User", "id": "b"}}})], "has attrs"),
        ([user("a", attrs=[])], "has attrs"),
        ([user("a", tags={"x": "y"})], "has tags"),
        ([user("a", parents=7)], "not a list"),
        ([user("a", parents=[{"type": "User", "id": "b"}])], "Group only"),
        ([user("a", role="x")], '"role"'),
        ([user("a"), user("a")], "twice"),
        ([user("a"), user("a", "ops")], "twice"),
        ('[{"uid": {"type": "User", "id": "a"}, "uid": {"type": "User", "id": "b"}}]', '"uid" twice'),
        ([group("a", "b"), group("b", "a")], "circle"),
        ([group("a", "a")], "circle"),
        ([user("u", "a"), group("a", "b"), group("b", "c"), group("c", "b")], "circle"),
    ],
)
def test_contradictions_are_refused_with_the_reason(entities, reason):
    with pytest.raises(EntitiesInvalid) as caught:
        load(entities)
    assert reason in caught.value.findings[0].message
    assert caught.value.exit_code == EXIT_INVALID


@pytest.mark.parametrize("kind", sorted(set(ENTITY_TYPES) - {"User", "Group"}) + sorted({a.type for a in ACTIONS}))
def test_what_the_broker_builds_cannot_be_declared(kind):
    entity = {"uid": {"type": kind, "id": "/etc/shadow"}, "attrs": {"path": "/tmp/harmless"}, "parents": []}
    with pytest.raises(EntitiesInvalid, match="builds for each request"):
        load([entity])
    with pytest.raises(EntitiesInvalid):
        load([user("a", parents=[{"type": kind, "id": "/"}])])


def test_json_faults_have_a_place():
    with pytest.raises(EntitiesInvalid) as caught:
        load('[\n  {"uid": }\n]')
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.column) == ("entities", 2, 11)


def test_groups_nest_so_deep_and_no_deeper():
    def chain(length):
        return [user("u", "0"), *(group(str(n), str(n + 1)) for n in range(length)), group(str(length), "ops")]

    def allowed(policy):
        from hostapi.vocabulary import file_system as fs
        from hostapi.vocabulary.base import Resource

        return policy.authorizer('User::"u"').decide(fs.READ, Resource(fs.FILE, "/a")).allowed

    assert allowed(load(chain(MAX_GROUP_DEPTH - 1)))
    for length in (MAX_GROUP_DEPTH, 50_000):
        with pytest.raises(EntitiesInvalid, match="nest deeper"):
            load(chain(length))


def test_files_are_merged_and_an_entity_is_declared_in_one(tmp_path):
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    (tmp_path / "p.cedar").write_text(POLICY)
    first.write_text(json.dumps([user("u", "web")]))
    second.write_text(json.dumps([group("web", "ops")]))
    policy = Policy.from_paths(tmp_path / "p.cedar", entities=[first, second])
    assert {file.path for file in policy.files} == {str(first), str(second), str(tmp_path / "p.cedar")}
    assert Policy.from_paths(tmp_path / "p.cedar", entities=tmp_path).sha256 == policy.sha256
    second.write_text(json.dumps([user("u", "ops")]))
    with pytest.raises(EntitiesInvalid, match="twice"):
        Policy.from_paths(tmp_path / "p.cedar", entities=[first, second])


def test_the_size_is_bounded():
    text = json.dumps([user("u", "ops")])
    limits = PolicyLimits(entities_bytes=len(text))
    Policy.from_text(POLICY, entities=text, limits=limits)
    with pytest.raises(EntitiesInvalid, match="too large"):
        Policy.from_text(POLICY, entities=text + " ", limits=limits)


def test_many_entities_do_not_slow_a_decision_down():
    from hostapi.vocabulary import file_system as fs
    from hostapi.vocabulary.base import Resource

    policy = load([user(f"u{n}", f"g{n % 100}") for n in range(5_000)] + [group(f"g{n}", "ops") for n in range(100)])
    authorizer = policy.authorizer('User::"u7"')
    assert authorizer.decide(fs.READ, Resource(fs.FILE, "/a")).allowed
    plan = authorizer._plans[fs.READ, fs.FILE]
    assert len(plan.base(policy._rules.nowhere)) == 1, "the user, with the group that a policy names"


def people(**groups):
    return json.dumps([user(name, *several) for name, several in groups.items()])


READERS = {"type": "Group", "id": "readers"}

IN_TWO = """
permit (principal in Group::"readers", action == file_system::Action::"read", resource);
permit (principal, action == file_system::Action::"write", resource)
when { principal in [Group::"writers", Group::"ops"] };
"""


def test_groups_of_several_sources_are_one():
    """Who is in which group may be said by several files; a user is declared in one of them."""
    policy = Policy.load(
        texts=[("p", IN_TWO)],
        entity_texts=[
            ("a.json", people(ann=["readers"], bob=["writers"])),
            ("b.json", json.dumps([{**user("readers"), "uid": {"type": "Group", "id": "writers"}, "parents": [READERS]}])),
        ],
    )  # fmt: skip
    allowed = {
        (user, action.name)
        for user in ("ann", "bob", "eve")
        for action in (fs.READ, fs.WRITE)
        if policy.authorizer(Resource("User", user)).decide(action, Resource(fs.FILE, "/x")).allowed
    }
    assert allowed == {("ann", "read"), ("bob", "read"), ("bob", "write")}


def test_a_user_in_two_sources_is_an_error_that_names_the_source():
    with pytest.raises(EntitiesInvalid) as caught:
        Policy.load(
            texts=[("p", IN_TWO)],
            entity_texts=[("a.json", people(ann=["readers"])), ("b.json", people(ann=["writers"]))],
        )
    (finding,) = caught.value.findings
    assert finding.file == "b.json"
    assert 'User::"ann" is declared twice' in finding.message


def test_an_id_in_two_sources_is_an_error_with_both_places():
    text = '@id("a") permit(principal, action, resource);'
    with pytest.raises(PolicyInvalid) as caught:
        Policy.load(texts=[("one.cedar", text), ("two.cedar", "\n" + text)])
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("two.cedar", 2)
    assert "one.cedar:1" in finding.message
