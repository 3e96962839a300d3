"""One line a decision, written before anybody acts on it; who cannot write it does not act."""

import json
import os
import resource
import stat
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import rexpy
from hostapi.errors import EndsRun
from hostapi.registry import BY_NAME
from rexpy.broker.audit.trail import AuditedDecider, Trail
from rexpy.broker.session import Deciding
from rexpy.errors import RunnerError
from tests.atomic.children import as_nobody, in_child
from tests.broker.doors import TESTER, door
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL, below, nothing_left, policy, run

FIELDS = {
    "time",
    "run",
    "principal",
    "action",
    "resource",
    "decision",
    "effect",
    "policies",
    "errors",
    "operation",
    "line",
}


def records(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    assert data.endswith(b"\n") or not data
    assert data.isascii()
    assert not set(data) & (set(range(32)) - {10}), "a control character is in the file"
    return [json.loads(line) for line in data.splitlines()]


def test_a_line_tells_who_asked_what_and_how_it_was_decided(tmp_path: Path) -> None:
    audit, granted = tmp_path / "audit.jsonl", tmp_path / "granted"
    granted.mkdir()
    (granted / "file").write_text("text")
    text = f'@id("reading") {below(granted)} @id("never") @advice("ask the owner") forbid(principal, action == file_system::Action::"delete", resource);'
    started = time.time()
    script = "read(args['path'])\nattempt(os.unlink, args['path'])\nattempt(os.stat, '/etc')"
    result = rexpy.run(
        ATTEMPT + script, policy=text, principal=PRINCIPAL, audit=audit, args={"path": str(granted / "file")}
    )
    assert result.error is None
    lines = records(audit)
    assert all(set(line) == FIELDS for line in lines)
    assert {line["run"] for line in lines} == {result.run_id}
    assert {line["principal"] for line in lines} == {PRINCIPAL}
    assert all(started <= line["time"] <= time.time() for line in lines)
    told = [
        (
            line["action"].split('"')[1],
            line["resource"],
            line["decision"],
            line["effect"],
            line["operation"],
            line["line"],
        )
        for line in lines
    ]
    file, directory = f'file_system::File::"{granted}/file"', f'file_system::Dir::"{granted}"'
    reading = ATTEMPT[: ATTEMPT.index("with open(path) as file")].count("\n") + 1
    calling = ATTEMPT[: ATTEMPT.index('return ["done", what(')].count("\n") + 1
    opening = told[0][4]
    assert opening in result.operations
    assert told[:5] == [
        ("open", directory, "allow", "permit", opening, reading),
        ("open", file, "allow", "permit", opening, reading),
        ("read", file, "allow", "permit", opening, reading),
        ("open", directory, "allow", "permit", "fs.unlink", calling),
        ("delete", file, "deny", "forbid", "fs.unlink", calling),
    ]
    assert all(one[2] == "deny" and one[3] == "no_permit" for one in told[5:])
    assert len(told) > 5
    assert lines[0]["policies"] == ["reading (policy:1)"]
    assert lines[4]["policies"] == ["never (policy:1)"]
    assert lines[4]["errors"] == []


def test_where_a_link_leads_is_in_the_record(tmp_path: Path) -> None:
    audit, granted = tmp_path / "audit.jsonl", tmp_path / "granted"
    granted.mkdir()
    (granted / "link").symlink_to("/etc/hosts")
    run("attempt(read, args['path'])", policy_text=below(granted), audit=audit, args={"path": str(granted / "link")})
    told = [(line["resource"], line["decision"]) for line in records(audit)]
    assert (f'file_system::File::"{granted}/link"', "allow") in told
    assert told[-1] == ('file_system::Dir::"/etc"', "deny")


def test_a_file_is_made_private_and_appended_to(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    before = os.umask(0)
    try:
        run("os.stat('/')", audit=audit)
    finally:
        os.umask(before)
    assert stat.S_IMODE(audit.stat().st_mode) == 0o600
    once = records(audit)
    run("os.stat('/')", audit=audit)
    twice = records(audit)
    assert twice[: len(once)] == once
    assert len(twice) == 2 * len(once)
    assert len({line["run"] for line in twice}) == 2


def test_runs_at_once_share_a_file(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    (tmp_path / "file").touch()
    results: list[rexpy.Result] = []
    runner = rexpy.Runner(policy=policy(EVERYTHING), principal=PRINCIPAL, audit=audit)
    script = "import os\nfor number in range(300): os.lstat(args['path'])"
    threads = [
        threading.Thread(target=lambda: results.append(runner.run(script, args={"path": str(tmp_path / "file")})))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.exit_code for result in results] == [0, 0, 0]
    lines = records(audit)
    counts = {result.run_id: sum(line["run"] == result.run_id for line in lines) for result in results}
    assert len(counts) == 3
    assert set(counts.values()) == {600}, "open on the directory and stat, 300 times each, for each run"
    assert len(lines) == 1800


def test_nothing_in_a_record_breaks_its_line(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    names = ["line\u2028separator", "right\u202eleft", 'quote"back\\slash', "ünï", "\u0085next", "{'json': 1}"]
    text = '@id("\\u{1b}[31mred\\nline") permit(principal, action, resource);'
    principal = 'User::"a\\"b\\u{202e}c"'
    script = "for name in args['names']: attempt(os.stat, '/nowhere/' + name)"
    result = rexpy.run(ATTEMPT + script, policy=text, principal=principal, audit=audit, args={"names": names})
    assert result.error is None
    lines = records(audit)
    seen = [line for line in lines if line["operation"] == "fs.stat"]
    assert len(seen) >= len(names) - 1
    assert any("ünï" in line["resource"] for line in seen)
    assert all("\u202e" not in line["resource"] for line in seen), "shown as written it would turn the text around"
    assert all("\x1b" not in json.dumps(line, ensure_ascii=False) for line in lines)


@pytest.mark.parametrize(
    "kind", ["in no directory", "a directory", "a FIFO", "/dev/full", "/dev/null", "a link to a device", "below a file"]
)
def test_a_file_that_cannot_be_written_refuses_the_run(tmp_path: Path, kind: str) -> None:
    path = {"in no directory": tmp_path / "no" / "audit", "below a file": tmp_path / "file" / "audit"}.get(
        kind, tmp_path / "audit"
    )
    (tmp_path / "file").touch()
    if kind == "a directory":
        path.mkdir()
    elif kind == "a FIFO":
        os.mkfifo(path)
    elif kind == "a link to a device":
        path.symlink_to("/dev/full")
    elif kind.startswith("/dev"):
        path = Path(kind)
    target = tmp_path / "target"
    with nothing_left(), pytest.raises(RunnerError, match="audit file"):
        rexpy.run(f"open({str(target)!r}, 'w')", policy=EVERYTHING, principal=PRINCIPAL, audit=path)
    assert not target.exists()
    assert RunnerError.exit_code == 125


def test_a_file_of_another_user_refuses_the_run(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("another user's file needs root to make")
    path = Path("/tmp") / f"rexpy-test-audit-{os.getpid()}"
    path.touch(0o600)

    def work() -> str:
        try:
            Trail(str(path))
        except RunnerError as error:
            return str(error)
        return "written"

    try:
        assert "Permission denied" in as_nobody(work)
    finally:
        path.unlink()


def test_what_cannot_be_recorded_is_not_done(tmp_path: Path) -> None:
    """The file reaches the largest size that the system lets it have, as it would on a full disk."""
    victim, audit = tmp_path / "victim", tmp_path / "audit"
    victim.write_text("still there")
    limit = 5000

    def work() -> list[Any]:
        held = door()
        trail = Trail(str(audit))
        held.gate._decider = AuditedDecider(
            policy().authorizer(TESTER), trail, run_id="run", principal=TESTER, deciding=Deciding()
        )
        done = 0
        while True:
            try:
                held.gate.perform(BY_NAME["fs.stat"], [str(tmp_path), True])
                done += 1
            except EndsRun:
                break
        try:
            held.gate.perform(BY_NAME["fs.unlink"], [str(victim)])
        except EndsRun as error:
            return [done, str(error)]
        return [done, "unlinked"]

    done, said = in_child(work, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert done > 2
    assert "audit file" in said
    assert victim.read_text() == "still there"
    assert audit.stat().st_size <= limit


def test_a_run_whose_record_cannot_be_kept_ends_as_the_runners_failure(tmp_path: Path) -> None:
    victim, audit = tmp_path / "victim", tmp_path / "audit"
    victim.write_text("still there")
    script = "for number in range(100): attempt(os.stat, '/')\nos.unlink(args['path'])"

    def work() -> list[Any]:
        result = run(script, audit=audit, args={"path": str(victim)})
        return [
            result.exit_code,
            result.error.error_type.value if result.error else None,
            result.error.message if result.error else None,
        ]

    code, kind, message = in_child(work, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)))
    assert (code, kind) == (125, "INTERNAL_EXCEPTION")
    assert "audit file" in message
    assert victim.read_text() == "still there"


def test_a_record_does_not_wait_for_the_end(tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    seen: list[int] = []
    script = "os.stat('/')\nprint('now', flush=True)\nos.stat('/')"
    run(script, audit=audit, on_output=lambda stream, text: seen.append(len(records(audit))))
    assert len(seen) == 1
    assert seen[0] > 0
    assert len(records(audit)) == 2 * seen[0]
