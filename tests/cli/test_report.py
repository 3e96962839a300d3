from typing import Any

from rexpy.broker.result import Denial, ErrorType, LogRecord, Mechanism, Result, RunError, Usage
from rexpy.cli.report import MAX_GROUPS, denial_lines, report_lines
from rexpy.errors import Finding

PERMIT = 'permit(\n  principal == User::"a",\n  action == file_system::Action::"read",\n  resource == x\n);'
SOURCE = "import os\nopen('/etc/shadow')\n"


def denial(**changed: Any) -> Denial:
    fields: dict[str, Any] = {
        "action": 'file_system::Action::"read"',
        "resource": 'file_system::File::"/etc/shadow"',
        "principal": 'User::"a"',
        "effect": "no_permit",
        "policies": (),
        "errors": (),
        "advice": None,
        "operation": "fs.open_read",
        "line": 2,
        "permit": PERMIT,
    }
    return Denial(**{**fields, **changed})


def result(error: RunError | None, **changed: Any) -> Result:
    fields: dict[str, Any] = {
        "run_id": "run-1",
        "status": "ERROR" if error else "SUCCESS",
        "exit_code": 1 if error else 0,
        "error": error,
        "operations": {"fs.open_read": 3, "fs.stat": 1},
        "usage": Usage(wall_s=1.234, user_s=0.5, system_s=0.25, max_rss_bytes=20 << 20, calls=4),
        "containment": (Mechanism("seccomp", "full", "allow-list"), Mechanism("landlock", "partial", "ABI 1")),
        "policy_sha256": "ab12",
    }
    return Result(**{**fields, **changed})


def shown(of: Result, *, verbose: bool = False, source: str = SOURCE) -> str:
    return "\n".join(line.text for line in report_lines(of, source=source, verbose=verbose))


def test_an_error_is_shown_at_its_script_line() -> None:
    error = RunError(ErrorType.SCRIPT, "ValueError: bad", exception="ValueError", traceback="", line=2)
    assert shown(result(error)).splitlines() == [
        "the script failed: ValueError: bad",
        "  at line 2",
        "    2 | open('/etc/shadow')",
        "exit 1; 4 operations (fs.open_read 3, fs.stat 1); 1.23 s",
    ]


def test_a_deep_error_is_shown_with_its_traceback() -> None:
    traceback = 'Traceback (most recent call last):\n  File "s", line 1, in <module>\n  File "s", line 2, in f\nValueError: bad\n'
    error = RunError(ErrorType.SCRIPT, "ValueError: bad", traceback=traceback, line=2)
    assert 'File "s", line 1, in <module>' in shown(result(error))


def test_a_line_that_the_source_does_not_have() -> None:
    error = RunError(ErrorType.SCRIPT, "ValueError", line=99)
    assert "  at line 99" in shown(result(error)).splitlines()


def test_a_denial_is_shown_with_the_permit_that_allows_it() -> None:
    error = RunError(ErrorType.ACCESS_DENIED, "PermissionError: no", line=2, denial=denial())
    text = shown(result(error, exit_code=2, denials=(denial(),)))
    assert 'denied: file_system::Action::"read" on file_system::File::"/etc/shadow"' in text
    assert "once, by fs.open_read, script line 2" in text
    assert "\n".join(f"    {line}" for line in PERMIT.splitlines()) in text
    assert "; 1 denied;" in text


def test_a_forbid_is_shown_with_its_place_and_advice() -> None:
    forbidden = denial(
        effect="forbid", policies=("no-secrets (team.cedar:12)",), advice="ask the security team", permit=None
    )
    text = "\n".join(line.text for line in denial_lines([forbidden]))
    assert "forbidden by no-secrets (team.cedar:12)" in text
    assert "advice: ask the security team" in text
    assert "permit" not in text


def test_an_undecided_request_is_shown_with_its_errors() -> None:
    failed = denial(effect="error", errors=("overflow\x1b",), permit=None)
    text = "\n".join(line.text for line in denial_lines([failed]))
    assert "could not be decided" in text
    assert "overflow\\x1b" in text


def test_equal_denials_are_counted() -> None:
    lines = [line.text for line in denial_lines([denial(line=n) for n in (3, 3, 4, 5, 6, 7, 8)])]
    assert len([line for line in lines if line.startswith("denied")]) == 1
    assert "7 times, by fs.open_read, script lines 3, 4, 5, 6, 7, ..." in lines[1]


def test_many_different_denials_are_cut() -> None:
    many = [denial(resource=f'file_system::File::"/{n}"') for n in range(MAX_GROUPS + 3)]
    lines = [line.text for line in denial_lines(many)]
    assert len([line for line in lines if line.startswith("denied")]) == MAX_GROUPS
    assert lines[-1] == "and 3 more requests refused (-o json lists them)"


def test_findings_are_shown_with_the_scripts_lines() -> None:
    finding = Finding("s.py", 2, 1, "builtin 'open'", suggestion="write something else")
    text = shown(result(RunError(ErrorType.VALIDATION, "…", line=2, findings=(finding,)), exit_code=3))
    assert "not run: the script does not compile\n" in text
    assert "s.py:2:1: builtin 'open'\n    2 | open('/etc/shadow')\n      | ^\n    instead: write something else" in text


def test_what_was_cut_is_said() -> None:
    assert "cut: " in shown(result(None, truncated=True))
    assert "cut: " not in shown(result(None))


def test_verbose_adds_the_seal_the_usage_and_the_log() -> None:
    text = shown(result(None, value={"a": [1]}, logs=(LogRecord("WARNING", "low\x1b", 7),)), verbose=True)
    for piece in (
        'value: {"a":[1]}',
        "WARNING line 7: low\\x1b",
        "  seccomp   full     allow-list",
        "  landlock  partial  ABI 1",
        "time 1.234 s, processor 0.750 s, memory 20 MiB",
        "sha256 ab12",
        "run run-1",
    ):
        assert piece in text
    assert "seccomp" not in shown(result(None))


def test_nothing_of_the_scripts_is_raw() -> None:
    evil = "\x1b]0;owned\x07\r\n\u202e\x9b"
    error = RunError(
        ErrorType.SCRIPT, f"E: {evil}", exception=evil, traceback=f"\n  File {evil}\n  File {evil}", line=1
    )
    bad = denial(resource=evil, operation=evil, policies=(evil,), advice=evil, effect="forbid")
    told = result(
        error, denials=(bad, denial(permit=evil)), operations={evil: 1}, logs=(LogRecord(evil, evil, 1),), value=evil
    )
    assert not set(shown(told, verbose=True, source=evil)) & set("\x1b\x07\r\u202e\x9b")


def test_a_script_that_ended_itself_has_not_failed() -> None:
    error = RunError(ErrorType.SCRIPT, "the script ended itself with code 7", exception="SystemExit")
    assert shown(result(error, exit_code=7)).startswith("ended: the script ended itself with code 7\n")
