"""The JSON forms are a contract: which keys there are, and of which types."""

import json
import os
from typing import Any

import pytest

from .command import rexpy
from .conftest import Put

pytestmark = pytest.mark.usefixtures("sealed")

NUMBER = (int, float)
SHAPE: dict[str, Any] = {
    "schema_version": int,
    "run_id": str,
    "status": str,
    "exit_code": int,
    "output": str,
    "stderr": str,
    "value": object,
    "error": (dict, type(None)),
    "denials": list,
    "observed": list,
    "logs": list,
    "metrics": list,
    "alarms": list,
    "operations": dict,
    "usage": dict,
    "truncated": bool,
    "containment": list,
    "policy": dict,
}
DENIAL = {"action", "resource", "principal", "effect", "policies", "errors", "advice", "operation", "line", "permit"}
USAGE = {"wall_s", "user_s", "system_s", "max_rss_bytes", "calls", "bytes_written", "output_bytes"}


def parsed(*arguments: str, stdin: bytes = b"") -> tuple[int, dict[str, Any]]:
    ended = rexpy("run", "-o", "json", *arguments, stdin=stdin)
    assert ended.stderr == ""
    assert ended.stdout.endswith("\n")
    assert ended.stdout.count("\n") == 1
    assert ended.stdout.isascii()
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found.keys() == SHAPE.keys()
    for key, kind in SHAPE.items():
        assert isinstance(found[key], kind), key
    assert found["exit_code"] == ended.returncode
    assert found["status"] == ("SUCCESS" if found["error"] is None else "ERROR")
    assert found["usage"].keys() == USAGE
    return ended.returncode, found


def test_a_run_that_goes_well(put: Put, everything: str) -> None:
    other = put("other", "x")
    source = f"import sys\nprint('out\\x1b\\x7f')\nprint('err', file=sys.stderr)\nopen({str(other)!r}).read()\n{{'a': [1, None, 2.5, 'é']}}\n"
    code, found = parsed("-p", everything, str(put("s.py", source)))
    assert code == 0
    assert found["output"] == "out\x1b\x7f\n"
    assert found["stderr"] == "err\n"
    assert found["value"] == {"a": [1, None, 2.5, "é"]}
    assert found["operations"]["fs.load"] == 1
    assert found["denials"] == []
    assert found["schema_version"] == 1
    assert len(found["policy"]["sha256"]) == 64
    assert {each["mechanism"] for each in found["containment"]} >= {"seccomp", "no_new_privs", "rlimits", "landlock"}
    assert all(each.keys() == {"mechanism", "enforcement", "detail"} for each in found["containment"])
    assert 0 < found["usage"]["wall_s"] < 60
    assert found["usage"]["calls"] >= 1


def test_a_denial(put: Put, nothing: str) -> None:
    code, found = parsed("-p", nothing, "--principal", 'User::"agent-7"', str(put("s.py", "\nopen('/nowhere/x')\n")))
    assert code == 2
    error, (denial,) = found["error"], found["denials"]
    assert error["error_type"] == "ACCESS_DENIED_EXCEPTION"
    assert error["denial"] == denial
    assert error["line"] == 2
    assert denial.keys() == DENIAL
    assert denial["action"] == 'file_system::Action::"open"'
    assert denial["resource"] == 'file_system::Dir::"/nowhere"'
    assert denial["principal"] == 'User::"agent-7"'
    assert denial["effect"] == "no_permit"
    assert denial["line"] == 2
    assert denial["permit"].startswith('permit(\n  principal == User::"agent-7",')


def test_a_forbid(put: Put) -> None:
    policy = put(
        "p.cedar",
        'permit(principal, action, resource);\n\n@id("no-etc") @advice("leave it") '
        'forbid(principal, action, resource in file_system::Dir::"/etc");',
    )
    given = ["--insecure-policy-permissions", "-p", str(policy)]
    code, found = parsed(*given, str(put("s.py", "open('/etc/hostname')")))
    assert code == 2
    denial = found["error"]["denial"]
    assert denial["effect"] == "forbid"
    assert denial["policies"] == [f"no-etc ({policy}:3)"]
    assert denial["advice"] == "leave it"
    assert denial["permit"] is None


def test_a_script_that_raises(put: Put, nothing: str) -> None:
    code, found = parsed("-p", nothing, str(put("s.py", "def f():\n    raise ValueError('bad')\n\nf()\n")))
    assert code == 1
    error = found["error"]
    assert error["error_type"] == "SCRIPT_EXCEPTION"
    assert error["message"] == "ValueError: bad"
    assert error["exception"] == "ValueError"
    assert error["line"] == 2
    assert error["denial"] is None
    assert "raise ValueError('bad')" in error["traceback"]
    assert os.path.dirname(os.__file__) not in error["traceback"]


def test_a_limit(put: Put, nothing: str) -> None:
    code, found = parsed("-p", nothing, "--timeout", "0.5", str(put("s.py", "while True: pass")))
    assert (code, found["error"]["error_type"], found["error"]["limit"]) == (124, "LIMIT_EXCEEDED", "wall_s")


def test_output_that_is_cut(put: Put, nothing: str) -> None:
    code, found = parsed("-p", nothing, "--max-output", "1K", str(put("s.py", "print('x' * 5000)\n'done'")))
    assert code == 0
    assert found["truncated"] is True
    assert found["value"] == "done"
    assert found["output"].startswith("x" * 1024)
    assert "1024 bytes" in found["output"]


def test_a_script_that_does_not_compile(put: Put, nothing: str) -> None:
    code, found = parsed("-p", nothing, str(put("s.py", "eval('1')\nexec('2')\n")))
    assert code == 3
    assert found["error"]["error_type"] == "VALIDATION_EXCEPTION"
    assert [finding["line"] for finding in found["error"]["findings"]] == [1, 2]
    assert all(finding["message"] for finding in found["error"]["findings"])


@pytest.mark.parametrize(
    ("arguments", "code", "error_type"),
    [
        (["-p", "{bad}", "{script}"], 3, "VALIDATION_EXCEPTION"),
        (["-p", "{nothing}", "-e", "{bad}", "{script}"], 3, "VALIDATION_EXCEPTION"),
        (["-p", "{nothing}", "--principal", "root", "{script}"], 3, "VALIDATION_EXCEPTION"),
        (["-p", "{nothing}", "--cwd", "/nowhere", "{script}"], 3, "VALIDATION_EXCEPTION"),
        (["-p", "{nothing}", "--arg", "a:=b", "{script}"], 3, "VALIDATION_EXCEPTION"),
        (["-p", "{nothing}", "/nowhere/s.py"], 3, "VALIDATION_EXCEPTION"),
        (["-p", "{nothing}", "--audit", "/nowhere/audit", "{script}"], 125, "INTERNAL_EXCEPTION"),
    ],
)
def test_what_fails_before_the_run_has_the_same_shape(
    put: Put, nothing: str, arguments: list[str], code: int, error_type: str
) -> None:
    names = {
        "bad": str(put("bad.cedar", "permit(principal")),
        "nothing": nothing,
        "script": str(put("s.py", "print(1)")),
    }
    got, found = parsed(*(word.format(**names) for word in arguments))
    assert (got, found["error"]["error_type"]) == (code, error_type)
    assert (found["output"], found["operations"], found["containment"]) == ("", {}, [])
    if code == 3:
        assert all(finding["file"] and finding["message"] for finding in found["error"]["findings"])


def test_pretty_json_is_the_same_indented(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-o", "pretty-json", "-p", nothing, str(put("s.py", "print(1)")))
    assert ended.stdout.startswith('{\n  "schema_version": 1,\n')
    assert json.loads(ended.stdout).keys() == SHAPE.keys()


def test_a_value_that_json_cannot_say(put: Put, nothing: str) -> None:
    code, found = parsed("-p", nothing, str(put("s.py", "{1, 2}")))
    assert (code, found["value"]) == (0, None)
