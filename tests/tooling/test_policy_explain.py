"""What an explanation says is what Cedar says of the parts, and the verdict is the authorizer's."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from hostapi.registry import OPERATIONS
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy
from rexpy.broker.policy.shorthand import Asked, NotUnderstood, parse_request
from rexpy.tooling import reference
from rexpy.tooling.policies.explain import explain, supplied
from rexpy.tooling.policies.needs import needs_of
from rexpy.tooling.policies.parts import condition_texts, head_texts
from tests.tooling.test_policy_facts import ENTITIES, REQUESTS, loaded, policies

TEAM = """
@id("read-logs")
permit (
    principal == User::"agent-7", // who
    action in [file_system::Action::"open", file_system::Action::"read"],
    resource in file_system::Dir::"/var/log",
)
when { resource.path like "*.log" && resource is file_system::File }
unless { resource.path like "*/secret/*" };

@id("dirs")
permit (principal, action == file_system::Action::"open", resource is file_system::Dir in file_system::Dir::"/var");

@id("no-keys") @advice("Ask the owner.")
forbid (principal, action, resource) when { resource == file_system::File::"/var/log/key.log" };
"""


def asked(text, **more):
    return explain(Policy.from_text(TEAM, "team.cedar", **more), parse_request(text))


def parts(near):
    return [(part.text, part.matched) for part in near.parts]


def test_the_part_that_did_not_match_is_named():
    one = asked("read File:/var/log/syslog as agent-7")
    assert not one.decision.allowed
    assert one.near[0].policy.line == 3
    assert parts(one.near[0]) == [
        ('principal == User::"agent-7"', True),
        ('action in [file_system::Action::"open", file_system::Action::"read"]', True),
        ('resource in file_system::Dir::"/var/log"', True),
        ('resource.path like "*.log"', False),
        ("resource is file_system::File", True),
        ('resource.path like "*/secret/*"', True),
    ]


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ("read File:/var/log/a.log as agent-8", 'principal == User::"agent-7"'),
        ("stat File:/var/log/a.log as agent-7", 'action in [file_system::Action::"open", file_system::Action::"read"]'),
        ("read File:/srv/a.log as agent-7", 'resource in file_system::Dir::"/var/log"'),
        ("read Dir:/var/log/a.log as agent-7", "resource is file_system::File"),
        ("read File:/var/log/secret/a.log as agent-7", 'resource.path like "*/secret/*"'),
    ],
)
def test_exactly_one_part_is_amiss(request_, text):
    assert [part.text for part in asked(request_).near[0].parts if part.matched is False] == [text]


def test_an_allowed_request_names_what_allows_it():
    one = asked("read File:/var/log/a.log as agent-7")
    assert one.decision.allowed
    assert [ref.id for ref in one.decision.policies] == ["read-logs"]
    assert "// who" in one.texts[0]
    assert one.near == ()
    assert one.permit is None


def test_a_forbid_says_what_would_be_without_it():
    one = asked("read File:/var/log/key.log as agent-7")
    assert (one.decision.effect, one.decision.advice, one.otherwise.allowed) == ("forbid", "Ask the owner.", True)
    assert asked("read File:/var/log/key.log as agent-8").otherwise.effect == "no_permit"


def test_what_relies_on_another_part_is_not_blamed():
    text = 'permit(principal, action, resource is file_system::File) when { resource.path like "*.x" };'
    one = explain(Policy.from_text(text), parse_request("resolve_hostname Hostname:db1"), limit=None)
    assert [part.matched for part in one.near[0].parts] == [True, True, False, None]


FACTS = """
@id("one") permit(principal, action, resource is file_system::File)
when { context.run.script_sha256 == "%s" && context.usage.calls <= 3 && context.time < datetime("2040-01-01") };
""" % ("ab" * 32)  # braces are Cedar's


def test_facts_that_are_not_given_are_those_of_any_run():
    policy = Policy.from_text(FACTS)
    asked, lacking = supplied(policy, parse_request("read File:/a"))
    assert lacking == {"run", "usage"}
    (near,) = explain(policy, asked).near
    assert [part.matched for part in near.parts] == [True, True, True, False, True, True]
    given = 'read File:/a with {"run": {"script_sha256": "%s"}, "usage": {"calls": 9}}' % ("ab" * 32)
    asked, lacking = supplied(policy, parse_request(given))
    assert lacking == set()
    (near,) = explain(policy, asked).near
    assert [part.text for part in near.parts if not part.matched] == ["context.usage.calls <= 3"]
    asked, lacking = supplied(policy, parse_request('read File:/a with {"usage": {"calls": 1}}'))
    assert lacking == {"run"}
    # Where no policy reads them, nothing is lacking.
    plain = parse_request("read File:/a")
    assert supplied(Policy.from_text(TEAM), plain) == (plain, set())


@pytest.mark.parametrize(
    ("condition", "texts"),
    [
        ("{} && ({} || {})", ["{0}", "({1} || {2})"]),
        ("({} && {}) && {}", ["{0}", "{1}", "{2}"]),
        ("({} && {}) && (if {} then {} && {} else {})", ["{0}", "{1}", "if {2} then ({3} && {4}) else {5}"]),
        ("{} && !({} && {})", ["{0}", "!({1} && {2})"]),
        ("if {} then {} && {} else {}", ["if {0} then ({1} && {2}) else {3}"]),
    ],
)
def test_the_parts_of_a_nested_condition_are_named_as_they_are(condition, texts):
    """Each text, taken alone, is what Cedar is asked for that part."""
    names = [f'resource.path like "*{letter}"' for letter in "abcdef"]
    text = condition.format(*names[: condition.count("{}")])
    policy = Policy.from_text(f"permit(principal, action, resource is file_system::File) when {{ {text} }};")
    one = explain(policy, parse_request("read File:/srv/z"), limit=None)
    parts = [part for near in one.near for part in near.parts if part.name == "when"]
    assert len(parts) == len(texts)
    for part, wanted in zip(parts, texts, strict=True):
        said = f"permit(principal, action, resource is file_system::File) when {{ {part.text} }};"
        meant = f"permit(principal, action, resource is file_system::File) when {{ {wanted.format(*names)} }};"
        (one_way,), (other) = Policy.from_text(said).located, Policy.from_text(meant).located[0]
        assert one_way.body["conditions"] == other.body["conditions"]


def test_the_proposed_permit_permits_it():
    one = asked("write File:/etc/motd as agent-8")
    policy = Policy.from_text(TEAM + one.permit)
    assert policy.authorizer(one.asked.principal).decide(one.asked.action, one.asked.resource).allowed


@settings(max_examples=60, deadline=None)
@given(policies)
def test_of_a_permit_that_does_not_match_some_part_does_not(text):
    policy = loaded(text)
    if policy is None:
        return
    for user, action, resource in REQUESTS[::7]:
        asked, _ = supplied(policy, Asked(Resource("User", user), action, resource))
        one = explain(policy, asked, limit=None)
        if one.decision.allowed:
            assert one.near == ()
        else:
            assert any(part.matched is False for near in one.near for part in near.parts)
            assert policy.from_text(one.permit).authorizer(one.asked.principal).decide(action, resource).allowed


@settings(max_examples=60, deadline=None)
@given(policies)
def test_the_texts_of_the_parts_are_the_policy(text):
    policy = loaded(text)
    if policy is None:
        return
    (located,) = policy.located
    again = f"permit({', '.join(head_texts(located))}) {' '.join(condition_texts(located))};"
    (other,) = Policy.from_text(again, entities=ENTITIES).located
    assert other.body == located.body


def test_facts_of_a_run_can_be_given():
    text = 'permit(principal, action, resource) when { context.run.script_sha256 == "abc" && context.usage.calls < 3 };'
    policy = Policy.from_text(text)
    good = 'with {"run": {"script_sha256": "abc"}, "usage": {"calls": 2}}'
    assert explain(policy, parse_request(f"read File:/x {good}")).decision.allowed
    one = explain(policy, parse_request(f"read File:/x {good.replace('2}', '3}')}"))
    assert [part.matched for part in one.near[0].parts] == [True, True, True, True, False]
    late = 'permit(principal, action, resource) when { context.time < datetime("2026-12-01") };'
    policy = Policy.from_text(late)
    for day, allowed in (("2026-11-30T23:59:59Z", True), ("2026-12-01T00:00:00Z", False)):
        asked_then = parse_request(f'read File:/x with {{"time": "{day}"}}')
        assert explain(policy, asked_then).decision.allowed is allowed


@pytest.mark.parametrize(
    "text",
    [
        '{"run": 3}', '{"run": {"x": 1}}', '{"run": {"id": 3}}', '{"run": {"args": []}}', '{"usage": {"calls": "x"}}',
        '{"usage": {"calls": true}}', '{"time": 3}', '{"time": "yesterday"}', "{", "[]",
    ],
)  # fmt: skip
def test_a_context_that_is_none_is_refused(text):
    with pytest.raises(NotUnderstood):
        parse_request(
            f"read File:/x with {text}" if text.startswith("{") and text.endswith("}") else "read x with " + text
        )


def test_reading_a_file_takes_three_permissions():
    needs = [(need.action.name, need.resource.id, need.when) for need in needs_of("fs.load", ["/var/log/syslog"])]
    assert needs == [("open", "/var/log", ""), ("open", "/var/log/syslog", ""), ("read", "/var/log/syslog", "")]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_asks_what_its_reference_says(operation):
    """The needs of concrete arguments are those of the reference page, which derives from the same declaration."""
    said = {(ask.action, ask.resource) for ask in reference.asks(operation)}
    taken = [p for p in operation.parameters if p.kind in ("path", "hostname")]
    if not taken:
        with pytest.raises(NotUnderstood):
            needs_of(operation.name, [])
        return
    arguments = [f"/a/{p.name}" if p.kind == "path" else f"{p.name}.example" for p in taken]
    found = {(reference.action_uid(need.action), need.resource.type) for need in needs_of(operation.name, arguments)}
    # Of what is asked where something is, or is not, there, the page names the types together.
    assert found == {(action, kind) for action, kinds in said for kind in kinds.split(" or ")
                     if not kinds.startswith("the file")}  # fmt: skip


def test_the_kind_of_a_path_can_be_said():
    both = needs_of("fs.stat", ["/a/b"])
    file = needs_of("fs.stat", ["File:/a/b"])
    assert {need.resource.type for need in file if need.resource.id == "/a/b"} == {"file_system::File"}
    assert len(file) < len(both)
    assert all(need.when == "" for need in file)
    for name, arguments, message in (
        ("fs.sat", ["/a"], "no operation"),
        ("fs.stat", ["/a", "/b"], "2 given"),
        ("fs.stat", ["a"], "no path"),
        ("fs.load", ["Dir:/a"], "takes no Dir"),
        ("fs.read", [], "opened before"),
    ):
        with pytest.raises(NotUnderstood, match=message):
            needs_of(name, arguments)


def test_the_json_is_whole():
    said = asked("read File:/var/log/syslog as agent-7").to_json()
    assert json.loads(json.dumps(said)) == said
    assert (said["decision"], said["effect"]) == ("deny", "no_permit")
    assert said["near"][0]["parts"][3] == {"part": "when", "text": 'resource.path like "*.log"', "matched": False}
