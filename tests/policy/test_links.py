"""Templates with links: filled as Cedar's own links are, refused with a place where a slot does not fit."""

from __future__ import annotations

import json

import cedarpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy, PolicyRef
from rexpy.errors import PolicyInvalid
from tests.policy import bare

READER = """@id("reader")
@advice("x")
permit(
    principal == ?principal,
    action in [file_system::Action::"open", file_system::Action::"read"],
    resource in ?resource
) when { resource.path like "*.log" || resource is file_system::Dir };
"""
STATIC = '@id("static") permit(principal == User::"root", action == file_system::Action::"stat", resource);\n'


def link(name="alice", principal='User::"alice"', resource='file_system::Dir::"/srv"', template="reader", **more):
    given = {"?principal": principal, "?resource": resource}
    return {"template_id": template, "link_id": name, "args": {k: v for k, v in given.items() if v is not None}, **more}


def load(text, links, **more):
    return Policy.from_text(text, "p.cedar", links=links if isinstance(links, str) else json.dumps(links), **more)


def refused(text, links):
    with pytest.raises(PolicyInvalid) as caught:
        load(text, links)
    return caught.value.findings


def allows(policy, user, path, action=fs.READ):
    return policy.authorizer(Resource("User", user)).decide(action, Resource(fs.FILE, path))


def test_a_link_grants_what_the_filled_template_says():
    policy = load(STATIC + READER, [link(), link("bob", 'User::"bob"', {"type": fs.DIR, "id": "/var"})])
    assert allows(policy, "alice", "/srv/a.log").allowed
    assert not allows(policy, "alice", "/var/a.log").allowed
    assert allows(policy, "bob", "/var/a.log").allowed
    assert not allows(policy, "bob", "/var/a.txt").allowed
    assert not allows(policy, "carol", "/srv/a.log").allowed
    assert allows(policy, "root", "/etc/x", fs.STAT).policies == (PolicyRef("static", "p.cedar", 1),)


def test_a_decision_names_link_and_template():
    text = "[\n" + json.dumps(link("one")) + ",\n" + json.dumps(link("two", 'User::"bob"')) + "\n]"
    policy = load(STATIC + READER, text)
    (ref,) = allows(policy, "bob", "/srv/a.log").policies
    assert ref == PolicyRef("two", "links", 3, PolicyRef("reader", "p.cedar", 4))
    assert '@id("two")' in policy.describe(ref)
    assert [one.id for one in policy.statements] == ["static", "one", "two"]


def test_the_rest_of_a_template_is_kept():
    policy = load('@id("t") @advice("ask") forbid(principal, action, resource in ?resource);' + STATIC,
                  [link(template="t", principal=None)])  # fmt: skip
    decision = allows(policy, "root", "/srv/x", fs.STAT)
    assert (decision.effect, decision.advice) == ("forbid", "ask")


def test_a_template_without_an_id_is_linked_by_its_number():
    policy = load(STATIC + READER.replace('@id("reader")', ""), [link(template="policy1")])
    assert allows(policy, "alice", "/srv/a.log").allowed


def test_a_slot_with_a_type():
    text = '@id("reader") permit(principal is User in ?principal, action, resource is file_system::File in ?resource);'
    groups = [{"uid": {"type": "User", "id": "a"}, "parents": [{"type": "Group", "id": "g"}], "attrs": {}}]
    policy = load(text, [link(principal='Group::"g"')], entities=json.dumps(groups))
    assert allows(policy, "a", "/srv/x").allowed
    assert not allows(policy, "b", "/srv/x").allowed


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@given(NAMES, NAMES.map(lambda name: "/" + name.replace("/", "_").replace(".", "_")))
def test_a_link_decides_as_cedars_own(user, directory):
    """Whatever the names hold: filled by us and filled by Cedar, the same requests are allowed."""
    args = {"?principal": {"type": "User", "id": user}, "?resource": {"type": fs.DIR, "id": directory}}
    policy = load(READER, json.dumps([{"template_id": "reader", "link_id": "one", "args": args}]))
    own = cedarpy.PolicySet.from_str(READER).with_linked("reader", "policy1", args)
    for who in (user, user + "x"):
        for path in (f"{directory}/a.log", f"{directory}/a", f"{directory}x/a.log"):
            decision = policy.authorizer(Resource("User", who)).decide(fs.READ, Resource(fs.FILE, path))
            assert decision.allowed == (bare.decide(own, who, fs.READ, Resource(fs.FILE, path))[0] == "permit")


def test_a_slot_cannot_hold_policy():
    evil = 'x"); permit(principal, action, resource); //'
    policy = load(READER, [link(principal={"type": "User", "id": evil})])
    assert len(policy.statements) == 1
    assert allows(policy, evil, "/srv/a.log").allowed
    assert not allows(policy, "x", "/srv/a.log").allowed


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([link(template="raeder")], "no template has the @id"),
        ([link(template="static")], "no template has the @id"),
        ([link(resource=None)], "has ?principal, ?resource; the link fills ?principal"),
        ([{"template_id": "reader", "link_id": "x", "args": {"?principal": 'User::"a"', "?other": 'User::"a"'}}], "fills"),
        ([link(), link()], 'the link_id "alice" is the id of'),
        ([link("static")], 'the link_id "static" is the id of'),
        ([link("reader")], 'the link_id "reader" is the id of'),
        ([link(principal="alice")], 'not of the form Type::"id"'),
        ([link(principal='Usr::"alice"')], 'unknown type "Usr"'),
        ([link(principal=3)], "neither a text nor an object"),
        ([link(principal={"type": "User"})], "not named in the form"),
        ([link(principal={"type": "User", "id": 3})], "not text"),
        ([link(resource='file_system::Dir::"/srv/"')], "trailing slash"),
        ([link(resource='sysinfo::Hostname::"db1"')], "so linked is invalid"),
        ([link(principal='file_system::Dir::"/srv"')], "so linked is invalid"),
        ([link(extra=1)], "and nothing else"),
        ([link("")], "not empty"),
        ([{"template_id": "reader", "link_id": "x", "args": []}], "args is an object"),
        ([3], "a link is an object"),
        ([], "this template has no link"),
        ("{}", "not a JSON list"),
        ('[{"a": 1, "a": 2}]', "twice"),
        ("[NaN]", "not JSON"),
        ("[1,", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)  # fmt: skip
def test_a_link_that_does_not_fit_is_refused(links, said):
    findings = refused(STATIC + READER, links)
    assert any(said in finding.message for finding in findings), findings


def test_a_refusal_has_the_place_of_the_link():
    text = "[\n  " + json.dumps(link()) + ",\n  " + json.dumps(link("b", template="raeder")) + "\n]"
    (finding,) = refused(READER, text)
    assert (finding.file, finding.line, finding.column, finding.suggestion) == ("links", 3, 3, "reader")


def test_a_template_alone_is_refused_at_its_slot():
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_text(READER, "p.cedar")
    (finding,) = caught.value.findings
    assert (finding.line, finding.column) == (4, 18)
    assert "--links" in finding.message


def test_links_without_templates_are_refused():
    assert "no template" in refused(STATIC, [link()])[0].message
    assert load(STATIC, []).statements


def test_a_template_that_does_not_validate_is_refused_where_it_stands():
    (finding,) = refused(READER.replace("resource.path", "resource.pth"), [link()])
    assert (finding.file, finding.line, finding.suggestion) == ("p.cedar", 7, "path")


def test_files_of_links_govern_the_run_and_are_hashed(tmp_path):
    (tmp_path / "p.cedar").write_text(READER)
    (tmp_path / "l.json").write_text(json.dumps([link()]))
    policy = Policy.from_paths(tmp_path / "p.cedar", links=tmp_path / "l.json")
    assert str(tmp_path / "l.json") in [file.path for file in policy.files]
    (tmp_path / "l.json").write_text(json.dumps([link("other")]))
    assert Policy.from_paths(tmp_path / "p.cedar", links=tmp_path / "l.json").sha256 != policy.sha256
