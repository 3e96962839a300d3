"""`rexpy policy explain` as a user sees it: one request, an operation, a past run."""

import json

import pytest

from .command import rexpy

TEAM = """@id("read-logs")
permit (principal == User::"agent-7", action == file_system::Action::"read", resource in file_system::Dir::"/var/log")
when { resource.path like "*.log" };
@id("open") permit (principal, action == file_system::Action::"open", resource);
"""


@pytest.fixture
def team(put):
    return str(put("team.cedar", TEAM))


def explain(team, *arguments):
    return rexpy("policy", "explain", "-p", team, "--principal", "agent-7", *arguments)


def test_allowed(team):
    ended = explain(team, "--action", "read", "--resource", "File:/var/log/a.log")
    assert ended.returncode == 0
    assert ended.stdout.startswith('allowed: file_system::Action::"read" on file_system::File::"/var/log/a.log"')
    assert f"permitted by read-logs ({team}:2)" in ended.stdout


def test_denied_with_the_part_that_did_not_match(team):
    ended = explain(team, "--action", 'file_system::Action::"read"', "--resource", 'file_system::File::"/var/log/a b"')
    assert ended.returncode == 2
    assert '      no   when { resource.path like "*.log" }\n' in ended.stdout
    assert "this one would permit it" in ended.stdout


def test_an_operation_with_all_that_it_asks(team):
    ended = explain(team, "--operation", "fs.load", "/var/log/a.log", "-o", "json")
    said = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert (said["decision"], len(said["requests"])) == ("allow", 3)
    assert explain(team, "--operation", "fs.load", "/var/log/a").returncode == 2


def test_a_shadow_is_told(put):
    policy = str(put("s.cedar", '@id("new") @shadow permit(principal, action, resource);'))
    ended = explain(policy, "--action", "read", "--resource", "File:/x")
    assert ended.returncode == 2
    assert f"in shadow: new ({policy}:1) would change that, were it enforced" in ended.stdout
    said = json.loads(explain(policy, "--action", "read", "--resource", "File:/x", "-o", "json").stdout)
    assert (
        said["requests"][0]["observed"][0] | {"id": "new", "effect": "permit", "changes": True}
        == (said["requests"][0]["observed"][0])
    )


def test_a_past_run(team, put, sealed):
    script = put(
        "s.py",
        "for name in '/var/log/x.txt', '/etc/none':\n try: open(name)\n except PermissionError: pass\n"
        "import os\ntry: os.rename('/var/log/a', '/var/log/b')\nexcept PermissionError: pass\n",
    )
    run = rexpy("run", "-p", team, "--principal", 'User::"agent-7"', "-o", "json", str(script))
    result = str(put("result.json", run.stdout))
    ended = rexpy("policy", "explain", "-p", team, "--run", result)
    assert ended.returncode == 2
    assert 'on file_system::File::"/var/log/x.txt"\n  for User::"agent-7", script line 2\n' in ended.stdout
    assert "give it with --context" in ended.stdout
    assert "not the policies of the run" not in ended.stdout
    put("team.cedar", TEAM + '@id("all") permit(principal, action, resource);')
    ended = rexpy("policy", "explain", "-p", team, "--run", result, "-o", "json",
                  "--context", '{"destination": {"path": "/b", "name": "b", "parent_path": "/"}}')  # fmt: skip
    assert "these are not the policies of the run" in json.loads(ended.stdout)["notes"][0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--action", "raed", "--resource", "File:/x"], 3, "did you mean read?"),
        (["--action", "read", "--resource", "Fil:/x"], 3, "did you mean File?"),
        (["--action", "read", "--resource", "File:x"], 3, "not absolute"),
        (["--action", "read", "--resource", "File:/x", "--context", "{"], 3, "no JSON"),
        (["--action", "list", "--resource", "Process:1", "--attributes", "{"], 3, "no JSON"),
        (["--operation", "fs.laod", "/x"], 3, "did you mean fs.load?"),
        (["--run", "/nowhere"], 3, "cannot be read"),
        (["--action", "read"], 64, "go together"),
        ([], 64, "ask with"),
        (["--operation", "fs.load", "/x", "--run", "r"], 64, "ask with"),
        (["--action", "read", "--resource", "File:/x", "more"], 3, "more: cannot be read"),
    ],
)
def test_a_question_that_is_none(team, arguments, code, said):
    ended = explain(team, *arguments)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in " ".join(ended.stderr.split())


def test_what_is_not_valid_is_json_too(team):
    ended = explain(team, "-o", "json", "--action", "raed", "--resource", "File:/x")
    said = json.loads(ended.stdout)
    assert ended.returncode == 3
    assert said["error"]["findings"][0]["instead"] == "read"


def test_a_result_that_is_none_is_refused(team, put):
    for text in (
        "{}",
        "[",
        '{"run_id": "x", "denials": [{}]}',
        '{"run_id": "x", "denials": [{"resource": "File:/x"}]}',
    ):
        ended = rexpy("policy", "explain", "-p", team, "--run", str(put("r.json", text)))
        assert ended.returncode == 3, ended.stdout
        assert "Traceback" not in ended.stderr
