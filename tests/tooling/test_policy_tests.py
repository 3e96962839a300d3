"""Tests of policies in both forms, and Cedar's own sense of the JSON one."""

from __future__ import annotations

import json

import pytest

from rexpy.broker.policy import Policy
from rexpy.broker.policy.sources import Source
from rexpy.errors import ArgumentsInvalid
from rexpy.tooling.policies import tests as policy_tests

TEAM = """@id("read-logs")
permit (principal == User::"agent-7", action == file_system::Action::"read", resource in file_system::Dir::"/var/log")
when { resource.path like "*.log" };
@id("open") permit (principal, action == file_system::Action::"open", resource);
@id("no-keys") forbid (principal, action, resource == file_system::File::"/var/log/key.log");
@id("ops") permit (principal in Group::"ops", action == file_system::Action::"stat", resource);
@id("procs") permit (principal, action == process_system::Action::"list", resource) when { resource.username == "www" };
"""
GROUPS = [{"uid": {"type": "User", "id": "x"}, "attrs": {}, "parents": [{"type": "Group", "id": "ops"}]}]


def outcomes(text, name="t.tests"):
    def load(more=None):
        return Policy.from_text(TEAM, "team.cedar", entities=more)

    return list(policy_tests.run(policy_tests.read(Source(name, text)), load(), load))


@pytest.mark.parametrize(
    "line",
    [
        "allow read File:/var/log/a.log as agent-7",
        'allow file_system::Action::"read" file_system::File::"/var/log/a b.log" as User::"agent-7"',
        "deny read File:/var/log/a.log as agent-8",
        "deny read File:/var/log/a.log",
        "deny  read File:/var/log/key.log as agent-7 by no-keys  # for a reason",
        "deny read File:/var/log/key.log as agent-7 by policy2",
        'deny read File:/var/log/key.log as agent-7 by "no-keys" with {"time": "2026-01-01"}',
        "allow fs.load /var/log/a.log as agent-7",
        "allow fs.load /var/log/a.log as agent-7 by read-logs, open",
        "deny fs.load /var/log/a as agent-7",
        "allow open File:/a#b",
        '\tallow open file_system::File::"/a # b" # a comment',
    ],
)
def test_a_line_that_holds(line):
    (one,) = outcomes(f"# a comment\n\n{line}\n   # another\n")
    assert one.ok, one.message
    assert one.case.line == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("allow read File:/var/log/a as agent-7", 'read-logs (team.cedar:2) does not for: resource.path like "*.log"'),
        ("allow read File:/var/log/key.log as agent-7", "denied by no-keys (team.cedar:5)"),
        ("deny read File:/var/log/a.log as agent-7", "should be denied, but allowed by read-logs (team.cedar:2)"),
        ("deny read File:/x as agent-7 by no-keys", "no-keys should have determined it"),
        ("allow fs.load /var/log/a as agent-7", "read on /var/log/a is denied"),
        ("deny fs.load /var/log/a.log as agent-7", "should be denied"),
        ("deny move File:/x", "0 errors expected, 1 found"),
    ],
)
def test_a_line_that_does_not(line, said):
    (one,) = outcomes(line)
    assert said in one.message


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("", "holds no test", (0, 0)),
        ("# nothing\n", "holds no test", (0, 0)),
        ("alow read File:/x", "begins with allow or deny", (1, 1)),
        ("\n  allow raed File:/x", "there is no action", (2, 3)),
        ("allow read", "not of the form", (1, 1)),
        ("allow fs.laod /x", "no operation", (1, 1)),
        ("allow fs.load", "not of the form", (1, 1)),
        ('allow read File:/x as Group::"g"', "no user", (1, 1)),
    ],
)
def test_a_file_that_holds_no_tests_is_refused(text, said, place):
    with pytest.raises(ArgumentsInvalid) as caught:
        policy_tests.read(Source("t.tests", text))
    (finding,) = caught.value.findings
    assert said in finding.message
    assert (finding.line, finding.column) == place


def case(decision="allow", *, principal='User::"agent-7"', action='file_system::Action::"read"', reason=(), **more):
    request = {
        "principal": principal,
        "action": action,
        "resource": 'file_system::File::"/var/log/a.log"',
        "context": {},
    }
    request.update(more.pop("request", {}))
    return {"request": request, "entities": [], "decision": decision, "reason": list(reason), "num_errors": 0, **more}


FILE = {"uid": {"type": "file_system::File", "id": "/var/log/a.log"}, "attrs": {"path": "/var/log/a.log"},
        "parents": [{"type": "file_system::Dir", "id": "/var/log"}]}  # fmt: skip


@pytest.mark.parametrize(
    "one",
    [
        case(name="reads", reason=["read-logs"]),
        case(reason=["policy0"], has_error=False),
        case("deny", principal='User::"x"'),
        case(entities=[FILE]),
        case(principal='User::"x"', action='file_system::Action::"stat"', entities=GROUPS, reason=["ops"]),
        case("deny", principal='User::"x"', action='file_system::Action::"stat"'),
        case(action='process_system::Action::"list"', request={"resource": 'process_system::Process::"1"'},
             entities=[{"uid": {"__entity": {"type": "process_system::Process", "id": "1"}}, "parents": [],
                        "attrs": {"name": "n", "username": "www", "command": "c"}}]),
        case("deny", action='file_system::Action::"move"', request={"context": {"destination": {
            "path": "/b", "name": "b", "parent_path": "/"}}}),
        case("deny", action='file_system::Action::"move"', num_errors=1),
        case(request={"context": {"time": {"__extn": {"fn": "datetime", "arg": "2030-01-01"}}}}),
    ],
)  # fmt: skip
def test_a_test_of_the_cedar_cli_that_holds(one):
    (outcome,) = outcomes(json.dumps([one]))
    assert outcome.ok, outcome.message


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (case("deny"), "should be denied, but allowed by read-logs"),
        (case(reason=["open"]), "open should have determined it"),
        (case(num_errors=1), "1 errors expected, 0 found"),
        (case(principal='User::"x"'), "should be allowed"),
    ],
)
def test_a_test_of_the_cedar_cli_that_does_not(one, said):
    (outcome,) = outcomes(json.dumps([one]))
    assert said in outcome.message


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[", "[1]", '[{"request": {}}]', json.dumps([case("maybe")]), json.dumps([{**case(), "reason": "x"}]),
        json.dumps([case(reason=[1])]), json.dumps([case(num_errors=True)]), json.dumps([case(principal="agent")]) + "x",
        json.dumps([case(action='file_system::Action::"raed"')]), json.dumps([case(entities="../../etc/passwd")]),
        json.dumps([case(entities={"a": 1})]), json.dumps([case(entities=[{"uid": 1}])]),
        json.dumps([case(entities=[{**FILE, "attrs": {"path": "/other"}}])]),
        json.dumps([case(entities=[{**FILE, "parents": [{"type": "file_system::Dir", "id": "/srv"}]}])]),
        json.dumps([case(entities=[{"uid": {"type": "Usr", "id": "x"}}])]), "[" * 100_000,
        json.dumps([case(request={"principal": 3})]), "[NaN]",
    ],
)  # fmt: skip
def test_json_that_is_no_test_is_refused_with_its_place(text):
    with pytest.raises(ArgumentsInvalid) as caught:
        policy_tests.read(Source("t.json", text))
    assert all(finding.message and finding.file for finding in caught.value.findings)


def test_entities_in_a_file_beside_the_tests(tmp_path):
    (tmp_path / "e.json").write_text(json.dumps(GROUPS))
    one = case(principal='User::"x"', action='file_system::Action::"stat"', entities="e.json")
    (outcome,) = outcomes(json.dumps([one]), str(tmp_path / "t.json"))
    assert outcome.ok, outcome.message
    (tmp_path / "link.json").symlink_to("/etc/hostname")
    with pytest.raises(ArgumentsInvalid, match="outside"):
        outcomes(json.dumps([{**one, "entities": "link.json"}]), str(tmp_path / "t.json"))
