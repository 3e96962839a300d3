"""`rexpy audit show` as its users meet it: on pipes, on wide and narrow terminals, as JSON, and following."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import sysinfo
from hostapi.vocabulary.base import Resource
from tests.tooling.trails import BEGAN, RUN, decision, record, write

from .command import PATIENCE_S, command, environment, on_terminal, rexpy
from .conftest import Put

HOSTILE = "/srv/\x1b]0;owned\x07\x1b[2J\r\nforged line\u202egpj\u2028end\x9b31m"


@pytest.fixture
def trail(tmp_path: Path) -> str:
    return str(
        write(
            tmp_path / "audit",
            [
                record("start", principal={"type": "User", "id": "a\x1b[31mgent"}) | {"script": {"name": "s\x1b.py"}},
                *(
                    decision(fs.READ, Resource(fs.FILE, f"/srv/{n}"), "permit", time=BEGAN + n * 1000, line=3)
                    for n in range(5)
                ),
                decision(
                    fs.READ,
                    Resource(fs.FILE, HOSTILE),
                    "forbid",
                    time=BEGAN + 6000,
                    line=9,
                    policies=[("no\x1b", "p\n:3")],
                ),
                decision(sysinfo.RESOLVE_HOSTNAME, Resource(sysinfo.HOSTNAME, "example.org"), time=BEGAN + 7000),
                record("guardrail", severity=3, reason=HOSTILE, time=BEGAN + 7000),
                record("end", time=BEGAN + 8000, detail={"status": "ERROR\x1b", "exit_code": 2, "error_type": "\x1bX"}),
            ],
        )
    )


def harmless(text: str) -> bool:
    return all(c == "\n" or c.isprintable() for c in text)


def test_the_summary_on_a_pipe(trail: str) -> None:
    ended = rexpy("audit", "show", trail, env={"TZ": "UTC"})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert harmless(ended.stdout)
    said = ended.stdout.splitlines()
    assert said[0] == "10 records in 1 file, 2025-11-25 14:45:06 to 2025-11-25 14:45:14: 7 decisions, 2 denied"
    for heading in ("runs", "decisions by action", "most denied", "events", "when (by 500 ms)"):
        assert heading in said
    assert "exit 2 after 8.0 s" in ended.stdout
    assert "\\x1b]0;owned\\x07" in ended.stdout
    assert "forged line" not in said


@pytest.mark.parametrize("columns", [120, 60])
@pytest.mark.parametrize("options", [[], ["--records"]])
def test_nothing_recorded_drives_a_terminal(trail: str, columns: int, options: list[str]) -> None:
    code, sent = on_terminal("audit", "show", *options, trail, columns=columns, env={"NO_COLOR": "1"})
    assert code == 0
    assert harmless(sent)
    assert max(map(len, sent.splitlines())) <= columns
    _, coloured = on_terminal("audit", "show", *options, trail, columns=columns)
    assert "\x1b[" in coloured
    assert "\x1b]" not in coloured
    assert "\x9b" not in coloured


def test_records_as_lines(trail: str) -> None:
    ended = rexpy("audit", "show", "--records", trail, env={"TZ": "UTC"})
    assert harmless(ended.stdout)
    assert len(ended.stdout.splitlines()) == 10
    assert f'2025-11-25 14:45:06.000  {RUN[:12]}  allowed read file_system::File::"/srv/0"' in ended.stdout
    denied = rexpy("audit", "show", "--records", "--decision", "denied", trail).stdout.splitlines()
    assert [" denied " in each or "guardrail" in each for each in denied] == [True, True, True]
    assert len(rexpy("audit", "show", "--records", "--path", "/srv/1", trail).stdout.splitlines()) == 1


def test_as_json(trail: str) -> None:
    found = json.loads(rexpy("audit", "show", "-o", "json", trail).stdout)
    assert found["schema_version"] == 1
    assert found["decisions"] == {"allowed": 5, "denied": 2, "errors": 0}
    assert found["actions"]['file_system::Action::"read"'] == {"allowed": 5, "denied": 1, "errors": 0}
    (run,) = found["runs"]
    assert (run["exit_code"], run["script"], run["first"]) == (2, "s\x1b.py", "2025-11-25T14:45:06.000Z")
    assert {denial["count"] for denial in found["denials"]} == {1}
    assert found["directories"]["/srv"]["allowed"] == 5
    assert found["others"] == {'sysinfo::Hostname::"example.org"': {"allowed": 0, "denied": 1, "errors": 0}}
    assert sum(bucket["allowed"] for bucket in found["timeline"]["buckets"]) == 5
    lines = rexpy("audit", "show", "-o", "json", "--records", trail).stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["start", *["decision"] * 7, "guardrail", "end"]
    assert all(line.isascii() for line in lines)


def test_standard_input(trail: str) -> None:
    ended = rexpy("audit", "show", "-", stdin=b"noise\n" + Path(trail).read_bytes())
    assert (ended.returncode, ended.stdout[:10]) == (0, "10 records")
    assert ended.stderr == "note: 1 line is no record and was left out; rexpy audit verify says what is wrong\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["/nowhere/audit"], 3, "/nowhere/audit: cannot be read: No such file or directory"),
        (["--follow", "/nowhere/audit"], 3, "cannot be read"),
        (["{script}"], 3, "no audit trail"),
        (["--follow", "a", "b"], 64, "--follow takes one FILE"),
        (["--decision", "maybe", "{script}"], 64, "is none of allowed, denied, error"),
        ([], 64, "Missing argument"),
    ],
)
def test_what_goes_wrong(put: Put, arguments: list[str], code: int, said: str) -> None:
    ended = rexpy("audit", "show", *(word.format(script=put("s.py", "print(1)")) for word in arguments))
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr


def test_following(tmp_path: Path) -> None:
    path = write(tmp_path / "audit", [decision(fs.READ, Resource(fs.FILE, f"/old/{n}")) for n in range(30)])
    started = subprocess.Popen(
        command("audit", "show", "--follow", "-o", "json", "--path", "/", str(path)),
        stdout=subprocess.PIPE,
        env=environment(),
    )
    try:
        assert started.stdout is not None
        before = [json.loads(started.stdout.readline())["resource"] for _ in range(10)]
        assert before[0] == 'file_system::File::"/old/20"'
        os.rename(path, f"{path}.000000000001")
        write(path, [decision(fs.READ, Resource(fs.FILE, "/new"))])
        assert json.loads(started.stdout.readline())["resource"] == 'file_system::File::"/new"'
        started.send_signal(signal.SIGINT)
        assert started.wait(PATIENCE_S) == 130
    finally:
        started.kill()
        started.communicate()


@pytest.mark.usefixtures("sealed")
def test_a_real_trail(put: Put, tmp_path: Path, nothing: str) -> None:
    (tmp_path / "trails").mkdir(mode=0o700)
    trail = str(tmp_path / "trails/audit")
    rexpy(
        "run",
        "-p",
        nothing,
        "--audit",
        trail,
        "--audit-max-size",
        "4K",
        str(put("s.py", "for n in range(20):\n    try: open('/etc/hosts')\n    except PermissionError: pass\n")),
    )
    found = json.loads(rexpy("audit", "show", "-o", "json", trail).stdout)
    assert len(found["read"]["files"]) > 2
    assert found["read"]["other_lines"] == 0
    (run,) = found["runs"]
    assert (run["status"], run["exit_code"], run["decisions"]["denied"]) == ("SUCCESS", 0, 20)
    assert run["script"].endswith("s.py")
    assert found["denials"][0]["operation"] == "fs.load"
