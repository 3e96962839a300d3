"""`rexpy policy suggest` as its users meet it: what goes where, and that the result loads and is enough."""

import json
from pathlib import Path

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from tests.tooling.trails import decision, write

from .command import on_terminal, rexpy
from .conftest import Put


@pytest.fixture
def trail(tmp_path: Path) -> str:
    names = ["a.log", "b.log", "c.log"]
    return str(
        write(
            tmp_path / "audit",
            [
                *(
                    decision(fs.READ, Resource(fs.FILE, f"/srv/log/{name}"), call=n, line=n)
                    for n, name in enumerate(names, 1)
                ),
                decision(fs.READ, Resource(fs.FILE, "/etc/shadow"), call=7, line=9),
                decision(fs.READ, Resource(fs.FILE, "/srv/\x1b]0;x\x07"), call=8, line=9),
            ],
        )
    )


def test_the_policy_goes_to_standard_output_and_notes_beside_it(trail: str, put: Put) -> None:
    ended = rexpy("policy", "suggest", trail)
    assert ended.returncode == 0
    assert ended.stdout.startswith("// Proposed by rexpy policy suggest for what 1 recorded run was denied.\n")
    assert 'resource is file_system::File in file_system::Dir::"/srv/log"' in ended.stdout
    assert "shadow" not in ended.stdout
    assert 'withheld: read on file_system::File::"/etc/shadow"\n  password hashes (' in ended.stderr
    assert "\x1b" not in ended.stdout + ended.stderr
    assert ended.stderr.splitlines()[-1] == "1 permit for 3 requests, 2 withheld; 1 run read; nothing was applied"
    policy = put("proposal.cedar", ended.stdout)
    again = rexpy("policy", "suggest", "-p", str(policy), trail)
    assert again.stdout == ""
    assert "3 requests left out that the policies given allow already" in again.stderr


def test_as_json(trail: str) -> None:
    ended = rexpy("policy", "suggest", "-o", "json", trail)
    found = json.loads(ended.stdout)
    assert ended.stderr == ""
    assert found.keys() == {
        "schema_version",
        "policy",
        "permits",
        "warnings",
        "withheld",
        "requests",
        "runs",
        "left_out",
        "read",
    }
    (permit,) = found["permits"]
    assert permit.keys() == {"id", "text", "principal", "actions", "scope", "evidence"}
    assert permit["scope"] == {
        "kind": "entries",
        "types": ["file_system::File"],
        "directory": "/srv/log",
        "suffix": ".log",
    }
    assert permit["evidence"]["lines"] == [1, 2, 3]
    assert permit["text"] in found["policy"]
    assert {withheld["reason"] for withheld in found["withheld"]} == {
        "password hashes",
        "not a request that this version of rexpy asks",
    }
    exact = json.loads(rexpy("policy", "suggest", "-o", "json", "--exact", trail).stdout)
    assert exact["permits"][0]["scope"]["kind"] == "exact"


def test_what_gives_the_machine_away_is_said_and_not_generalized(tmp_path: Path) -> None:
    asked = [decision(fs.CREATE, Resource(fs.FILE, f"/etc/cron.d/{n}"), call=n) for n in range(1, 5)]
    trail = str(write(tmp_path / "audit", asked))
    ended = rexpy("policy", "suggest", trail)
    assert "resource is file_system::File\n)\nwhen {\n    [\n" in ended.stdout
    assert "in file_system::Dir" not in ended.stdout
    assert "warning: " in ended.stderr
    assert "cron" in ended.stderr
    (warning,) = json.loads(rexpy("policy", "suggest", "-o", "json", trail).stdout)["warnings"]
    assert warning["code"] == "grants-control"


def test_nothing_to_propose(tmp_path: Path) -> None:
    trail = write(tmp_path / "audit", [decision(fs.READ, Resource(fs.FILE, "/srv/a"), "permit")])
    ended = rexpy("policy", "suggest", str(trail))
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "nothing to propose: no denial was recorded" in ended.stderr
    assert "permit (" in rexpy("policy", "suggest", "--from", "allowed", str(trail)).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["/nowhere/audit"], 3, "/nowhere/audit: cannot be read: No such file or directory"),
        (["{script}"], 3, "no audit trail"),
        (["-p", "{script}", "{trail}"], 3, "the policy is not valid"),
        (["--since", "soon", "{trail}"], 64, "'soon' is no time"),
        (["--from", "denial", "{trail}"], 64, "did you mean 'denials'?"),
        (["--entries", "1", "{trail}"], 64, "1 is not in the range"),
        ([], 64, "Missing argument"),
    ],
)
def test_what_goes_wrong(put: Put, trail: str, arguments: list[str], code: int, said: str) -> None:
    names = {"script": str(put("s.py", "print(1)")), "trail": trail}
    ended = rexpy("policy", "suggest", *(word.format(**names) for word in arguments))
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    if code == 3:
        ended = rexpy("policy", "suggest", "-o", "json", *(word.format(**names) for word in arguments))
        assert (ended.returncode, ended.stderr, json.loads(ended.stdout)["ok"]) == (3, "", False)


def test_on_a_narrow_terminal(trail: str) -> None:
    code, sent = on_terminal("policy", "suggest", trail, columns=60, env={"NO_COLOR": "1"})
    assert code == 0
    assert "withheld: " in sent


@pytest.mark.usefixtures("sealed")
def test_a_denied_run_its_proposal_and_the_run_again(put: Put, tmp_path: Path, nothing: str) -> None:
    for name in ("a", "b", "c"):
        put(f"{name}.txt", name)
    script = put(
        "s.py",
        f"import os\nfor n in 'abc':\n    try: print(open({str(tmp_path)!r} + f'/{{n}}.txt').read())\n    except PermissionError: pass\n",
    )
    result = put("result.json", rexpy("run", "-o", "json", "-p", nothing, str(script)).stdout)
    proposal = put("proposal.cedar", rexpy("policy", "suggest", str(result)).stdout)
    ended = rexpy("run", "-p", str(proposal), str(script))
    assert (ended.returncode, ended.stdout) == (0, "a\nb\nc\n")


@pytest.mark.usefixtures("sealed")
def test_what_a_wide_policy_was_used_for(put: Put, tmp_path: Path, everything: str) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(name, name)
    (tmp_path / "trails").mkdir(mode=0o700)
    trail = tmp_path / "trails/audit"
    script = put(
        "s.py",
        f"import os\nfor n in sorted(os.listdir({str(tmp_path)!r})):\n    if n.endswith('.txt'): print(open({str(tmp_path)!r} + '/' + n).read())\n",
    )
    first = rexpy("run", "-p", everything, "--audit", str(trail), str(script))
    assert (first.returncode, first.stderr) == (0, "")
    assert rexpy("policy", "suggest", str(trail)).stdout == ""
    proposal = put("proposal.cedar", rexpy("policy", "suggest", "--from", "allowed", str(trail)).stdout)
    assert 'like "*.txt"' in proposal.read_text()
    again = rexpy("run", "-p", str(proposal), str(script))
    assert (again.returncode, again.stdout) == (0, first.stdout)


ONE_ROUND = """
import os
d = {directory!r}
for what in (
    lambda: open(d + "/a").read(),
    lambda: os.stat(d + "/b").st_size,
    lambda: os.stat(d + "/sub").st_mode,
    lambda: os.listdir(d + "/sub"),
    lambda: open(d + "/c", "a").write("x"),
    lambda: os.chmod(d + "/a", 0o600),
):
    try:
        what()
    except PermissionError as error:
        print("denied", error)
"""


@pytest.mark.parametrize("more", [(), ("--exact",), ("--this-script",)])
def test_one_round_suffices_for_what_is_there(tmp_path: Path, put: Put, more: tuple[str, ...]) -> None:
    directory = tmp_path / "data"
    (directory / "sub").mkdir(parents=True)
    for name in "abc":
        (directory / name).write_text(name)
    script = str(put("s.py", ONE_ROUND.format(directory=str(directory))))
    nothing = str(put("none.cedar", "forbid(principal, action, resource) when { false };"))
    trail = str(tmp_path / "audit" / "log")
    (tmp_path / "audit").mkdir(mode=0o700)
    first = rexpy("run", "-p", nothing, "--audit", trail, script)
    assert first.stdout.count("denied") == 6
    proposal = rexpy("policy", "suggest", *more, trail)
    assert proposal.returncode == 0
    policy = str(put("proposal.cedar", proposal.stdout))
    second = rexpy("run", "-p", policy, script)
    assert (second.stdout, second.returncode) == ("", 0), second.stderr
    other = rexpy("run", "-p", policy, str(put("other.py", f"# changed{(tmp_path / 's.py').read_text()}")))
    assert other.stdout.count("denied") == (6 if "--this-script" in more else 0)


def test_a_result_does_not_say_which_script_it_was(put: Put) -> None:
    nothing = str(put("none.cedar", "forbid(principal, action, resource) when { false };"))
    result = rexpy("run", "-p", nothing, "-o", "json", str(put("s.py", "open('/srv/x')")))
    ended = rexpy("policy", "suggest", "--this-script", str(put("result.json", result.stdout)))
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "3 requests left out of a run whose script is not recorded" in ended.stderr
