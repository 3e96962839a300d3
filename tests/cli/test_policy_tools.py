"""`rexpy policy test`, `format` and `show` as a user sees them."""

import json

import pytest

from .command import on_terminal, rexpy

TEAM = """@id("read-logs")
permit (
    principal == User::"agent-7",
    action == file_system::Action::"read",
    resource in file_system::Dir::"/var/log"
)
when { resource.path like "*.log" };

@id("no-keys")
@advice("ask")
forbid (principal, action, resource == file_system::File::"/var/log/key.log");

@id("ops")
@shadow
permit (
    principal in Group::"ops",
    action in file_system::Action::"SafeIO",
    resource is file_system::File
);
"""


@pytest.fixture
def team(put):
    return str(put("team.cedar", TEAM))


def test_tests(team, put):
    good = str(
        put("good.tests", "allow read File:/var/log/a.log as agent-7\ndeny read File:/var/log/key.log as agent-7\n")
    )
    ended = rexpy("policy", "test", "-p", team, good)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "2 passed")
    bad = str(put("bad.tests", "deny read File:/var/log/a.log as agent-7\n"))
    ended = rexpy("policy", "test", "-p", team, good, bad)
    assert ended.returncode == 1
    assert f"FAIL  deny read File:/var/log/a.log as agent-7\n      {bad}:1: should be denied" in ended.stdout
    said = json.loads(rexpy("policy", "test", "-p", team, "-o", "json", good, bad).stdout)
    assert (said["ok"], said["passed"], said["failed"]) == (False, 2, 1)
    assert said["tests"][2]["decisions"][0]["policies"][0]["id"] == "read-logs"
    assert rexpy("policy", "test", "-p", team, str(put("none.tests", "x\n"))).returncode == 3
    assert rexpy("policy", "test", "-p", team, team + ".none").returncode == 3
    ended = rexpy("policy", "test", team)
    assert ended.returncode == 64
    assert "no tests were given" in ended.stderr


def test_annotations_are_held(put):
    policy = put("p.cedar", '@id("a")\n@test_deny("read File:/x")\npermit(principal, action, resource);')
    for words in (["test", str(policy)], ["check", str(policy)], ["show", "-p", str(policy)]):
        ended = rexpy("policy", *words)
        assert ended.returncode == 3
        assert f"{policy}:2:1" in ended.stdout + ended.stderr


def test_tests_in_annotations_are_counted(put):
    text = '@id("a")\n@test_allow("read File:/x")\n@test_deny("write File:/x; write File:/y")\npermit(principal, action == file_system::Action::"read", resource);'
    policy = str(put("p.cedar", text))
    ended = rexpy("policy", "test", policy)
    assert (ended.returncode, ended.stdout) == (0, "3 in annotations: ok\n")
    said = json.loads(rexpy("policy", "test", "-o", "json", policy).stdout)
    assert (said["ok"], said["annotated"], said["tests"]) == (True, 3, [])
    tests = str(put("a.tests", "allow read File:/z\n"))
    assert rexpy("policy", "test", policy, tests).stdout.endswith("3 in annotations: ok\n1 passed\n")


def test_format(put, tmp_path):
    file = put("p.cedar", '@id("a") permit(principal, action,resource);')
    ended = rexpy("policy", "format", "--check", str(file))
    assert ended.returncode == 1
    assert '-@id("a") permit(principal, action,resource);' in ended.stdout
    assert file.read_text() == '@id("a") permit(principal, action,resource);'
    assert rexpy("policy", "format", str(file)).returncode == 0
    assert file.read_text() == '@id("a")\npermit (principal, action, resource);\n'
    assert rexpy("policy", "format", "--check", str(file)).returncode == 0
    said = json.loads(rexpy("policy", "format", "--check", "-o", "json", str(file)).stdout)
    assert said["files"] == [{"file": str(file), "changed": False, "diff": ""}]
    ended = rexpy("policy", "format", "-", stdin=b"permit(principal,action,resource);")
    assert ended.stdout == "permit (principal, action, resource);\n"
    bad = put("bad.cedar", "permit(")
    other = put("q.cedar", "permit(principal,action,resource);")
    assert rexpy("policy", "format", str(other), str(bad)).returncode == 3
    assert other.read_text() == "permit(principal,action,resource);", "nothing is written where one does not parse"


def test_show_piped_is_a_line_a_policy(team):
    ended = rexpy("policy", "show", "-p", team)
    head, first, second, third = ended.stdout.splitlines()
    assert head.split() == ["policy", "effect", "who", "what", "on", "what", "condition"]
    assert first.split("  ")[0] == f"read-logs ({team}:2)"
    assert "agent-7" in first
    assert 'when { resource.path like "*.log" }' in first
    assert "File /var/log/key.log" in second
    assert "permit (shadow)" in third
    assert "members of ops" in third
    assert "all of file_system" in third


def test_show_as_json(team):
    said = json.loads(rexpy("policy", "show", "-p", team, "-o", "json").stdout)
    assert [(one["id"], one["effect"], one["enforced"]) for one in said["policies"]] == [
        ("read-logs", "permit", True), ("no-keys", "forbid", True), ("ops", "permit", False),
    ]  # fmt: skip
    assert said["policies"][1]["advice"] == "ask"


@pytest.mark.parametrize("columns", [60, 120])
def test_show_fits_the_terminal(team, columns):
    code, sent = on_terminal("policy", "show", "-p", team, columns=columns, env={"NO_COLOR": "1"})
    assert code == 0
    assert max(map(len, sent.splitlines())) <= columns
    assert "\x1b" not in sent
    for word in ("read-logs", "agent-7", "forbid", "members of"):
        assert word in sent


def test_names_cannot_drive_a_terminal(put):
    policy = put("p.cedar", '@id("a\\u{1b}[31m") permit(principal == User::"\\u{1b}]0;x", action, resource);')
    for words in (["show", "-p"], ["check"]):
        assert "\x1b" not in rexpy("policy", *words, str(policy)).stdout


@pytest.mark.parametrize("given", [("{team}",), ("-p", "{team}")])
def test_every_command_takes_policies_as_arguments_and_with_p(given, team, put):
    policy = [word.format(team=team) for word in given]
    tests = str(put("good.tests", "allow read File:/var/log/a.log as agent-7\n"))
    asked = ["--principal", "agent-7", "--action", "read", "--resource", "File:/var/log/a.log"]
    for command, more in (("check", []), ("show", []), ("test", [tests]), ("explain", asked), ("format", [])):
        ended = rexpy("policy", command, *policy, *more)
        assert (command, ended.returncode) == (command, 0), ended.stderr


def test_no_policy_is_wrong_usage(put):
    tests = str(put("good.tests", "allow read File:/var/log/a.log as agent-7\n"))
    asked = ["--action", "read", "--resource", "File:/var/log/a.log"]
    for words in (["check"], ["show"], ["format"], ["test", tests], ["explain", *asked], ["diff"], ["suggest"]):
        ended = rexpy("policy", *words)
        assert (words[0], ended.returncode) == (words[0], 64)
        assert ended.stderr.startswith(f"Usage: rexpy policy {words[0]}")
    operation = rexpy("policy", "explain", "--operation", "fs.load", "/etc/hosts")
    assert operation.returncode == 64
    assert "with --operation, give the policies with -p" in operation.stderr
