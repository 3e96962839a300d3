"""One line a decision, written before anybody acts on it; who cannot write it does not act."""

import hashlib
import json
import os
import resource
import stat
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import rexpy
from hostapi.errors import EndsRun
from hostapi.registry import BY_NAME
from rexpy.broker.asking import Asking
from rexpy.broker.audit.around import AuditedDecider
from rexpy.broker.audit.form import REDACTED, Kind
from rexpy.broker.audit.options import DEFAULT_FIELDS, FIELDS, AuditOptions
from rexpy.broker.audit.run import RunAudit
from rexpy.broker.run import Plan
from rexpy.broker.session import Deciding
from rexpy.errors import RunnerError
from rexpy.tooling.verify import Status, verify
from tests.atomic.children import as_nobody, in_child
from tests.broker.doors import TESTER, door
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL, below, nothing_left, policy, run


def records(path: Path) -> list[dict[str, Any]]:
    """Every record of a trail's current file, each known to be one harmless line."""
    data = path.read_bytes()
    assert data.endswith(b"\n") or not data
    assert data.isascii()
    assert not set(data) & (set(range(32)) - {10}), "a control character is in the file"
    return [json.loads(line) for line in data.splitlines()]


def of(path: Path, kind: str) -> list[dict[str, Any]]:
    return [record for record in records(path) if record["unmapped"]["kind"] == kind]


def decisions(path: Path) -> list[dict[str, Any]]:
    return of(path, Kind.DECISION)


def audit_of(path: Path) -> RunAudit:
    """The audit of a run without the run."""
    runner = rexpy.Runner(policy=policy(), principal='User::"tester"')
    plan = runner._plan("1", filename=None, args=None, argv=(), on_output=None)
    assert isinstance(plan, Plan)
    return RunAudit(AuditOptions(str(path)).checked(), policy(), plan)


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
    lines = decisions(audit)
    assert {line["metadata"]["correlation_uid"] for line in lines} == {result.run_id}
    assert {line["unmapped"]["run"] for line in lines} == {result.run_id}
    assert {line["actor"]["user"]["uid"] for line in lines} == {PRINCIPAL}
    assert {line["policy"]["uid"] for line in records(audit)} == {result.policy_sha256}
    assert all(started - 1 <= line["time"] / 1000 <= time.time() for line in lines)
    said = [line["unmapped"] for line in lines]
    assert all(one["principal"] == {"type": "User", "id": "tester"} for one in said)
    told = [
        (
            one["action"]["id"],
            one["resource"],
            line["authorizations"][0]["decision"],
            one["effect"],
            one["operation"],
            one["line"],
        )
        for line, one in zip(lines, said, strict=True)
    ]
    file = {"type": "file_system::File", "id": f"{granted}/file"}
    directory = {"type": "file_system::Dir", "id": str(granted)}
    reading = ATTEMPT[: ATTEMPT.index("with open(path) as file")].count("\n") + 1
    calling = ATTEMPT[: ATTEMPT.index('return ["done", what(')].count("\n") + 1
    opening = told[0][4]
    assert opening in result.operations
    assert told[:5] == [
        ("open", directory, "allowed", "permit", opening, reading),
        ("open", file, "allowed", "permit", opening, reading),
        ("read", file, "allowed", "permit", opening, reading),
        ("open", directory, "allowed", "permit", "fs.unlink", calling),
        ("delete", file, "denied", "forbid", "fs.unlink", calling),
    ]
    assert all(one[2] == "denied" and one[3] == "no_permit" for one in told[5:])
    assert len(told) > 5
    assert lines[0]["authorizations"] == [{"decision": "allowed", "policy": {"name": "reading", "uid": "policy:1"}}]
    assert lines[4]["authorizations"] == [{"decision": "denied", "policy": {"name": "never", "uid": "policy:1"}}]
    assert said[4]["errors"] == []
    # What was denied tells what would have come next, and nothing else does.
    assert [one.get("next") for one in said[:6]] == [
        *[None] * 5,
        [{"resource": {"type": "file_system::File", "id": "/etc"}, "actions": [{"type": "file_system::Action", "id": "stat"}]}],
    ]  # fmt: skip
    assert [one["call"] for one in said[:5]] == [1, 1, 1, 2, 2]
    activities = [(line["class_uid"], line["activity_id"], line["action_id"], line["disposition_id"]) for line in lines]
    assert activities[:5] == [(1001, 14, 1, 1), (1001, 14, 1, 1), (1001, 2, 1, 1), (1001, 14, 1, 1), (1001, 4, 2, 2)]
    assert [line["severity_id"] for line in lines[:6]] == [1, 1, 1, 1, 3, 2]
    assert lines[0]["file"] == {"name": "granted", "path": str(granted), "type_id": 2}
    assert lines[1]["file"] == {"name": "file", "path": f"{granted}/file", "type_id": 1}


def test_the_course_of_a_run_is_recorded(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    result = run("os.stat('/')\nprint('said')\nraise ValueError('text of an error')", audit=audit)
    kinds = [record["unmapped"]["kind"] for record in records(audit)]
    assert list(dict.fromkeys(kinds)) == ["policy", "start", "seal", "decision", "end"]
    policy_, start, seal, *_, end = [
        record["unmapped"]["detail"] for record in records(audit) if "detail" in record["unmapped"]
    ]
    assert policy_["sources"] == [{"kind": "policy", "name": "policy", "sha256": result.policy_sha256}]
    assert start["fields"] == ["principal", "action", "resource"]
    assert start["limits"]["calls"] == 100_000
    assert {each["name"]: each["enforcement"] for each in seal["mechanisms"]} == {
        each.name: each.enforcement for each in result.containment
    }
    assert (end["status"], end["exit_code"], end["error_type"]) == ("ERROR", 1, "SCRIPT_EXCEPTION")
    assert end["operations"] == dict(result.operations)
    assert end["usage"]["calls"] == result.usage.calls
    assert b"text of an error" not in audit.read_bytes()
    assert b"said" not in audit.read_bytes()


def test_each_limit_is_recorded_once(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    script = """
for number in range(3):
    attempt(write, args["path"], "x" * 2000)
print("y" * 3000)
while True: pass
"""
    limits = rexpy.Limits(written_bytes=1000, output_bytes=100, wall_s=1.0)
    result = run(script, audit=audit, limits=limits, args={"path": str(tmp_path / "file")})
    assert result.exit_code == 124
    told = [record["unmapped"]["detail"] for record in of(audit, Kind.LIMIT)]
    assert sorted((one["limit"], one["value"], one["ends_run"]) for one in told) == [
        ("output_bytes", 100, False), ("wall_s", 1.0, True), ("written_bytes", 1000, False),
    ]  # fmt: skip
    assert records(audit)[-1]["unmapped"]["kind"] == Kind.END
    assert of(audit, Kind.END)[0]["unmapped"]["detail"]["limit"] == "wall_s"


def test_what_no_policy_can_grant_is_recorded_as_refused(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    run("attempt(os.unlink, args['path'])", audit=audit, args={"path": str(audit)})
    (refusal,) = of(audit, Kind.GUARDRAIL)
    said = refusal["unmapped"]
    assert said["action"] == {"type": "file_system::Action", "id": "delete"}
    assert said["resource"] == {"type": "file_system::File", "id": str(audit)}
    assert (said["operation"], said["call"]) == ("fs.unlink", 1)
    assert "governs this run" in said["reason"]
    assert (refusal["action_id"], refusal["disposition_id"], refusal["status_id"]) == (2, 2, 2)


def test_a_run_that_comes_to_nothing_is_recorded(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    gone = tmp_path / "policy.cedar"
    gone.write_text(EVERYTHING)
    runner = rexpy.Runner(policy=gone, principal=PRINCIPAL, audit=audit, insecure_policy_permissions=True)
    gone.unlink()
    with pytest.raises(RunnerError):
        runner.run("1")
    assert [record["unmapped"]["kind"] for record in records(audit)] == ["policy", "start", "end"]
    assert of(audit, Kind.END)[0]["unmapped"]["detail"] == {"status": "ERROR", "error_type": "RunnerError"}


def test_a_policy_under_trial_is_recorded_beside_the_decision(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    text = f'{EVERYTHING} @id("trial") @shadow forbid(principal, action == file_system::Action::"stat", resource);'
    result = run("os.stat('/etc')", policy_text=text, audit=audit)
    assert result.error is None
    told = [record for record in records(audit) if record["unmapped"]["kind"] in (Kind.DECISION, Kind.SHADOW)]
    trials = [index for index, record in enumerate(told) if record["unmapped"]["kind"] == Kind.SHADOW]
    assert trials
    for index in trials:
        before, trial = told[index - 1], told[index]
        assert (before["unmapped"]["effect"], trial["unmapped"]["effect"]) == ("permit", "forbid")
        for name in ("action", "resource", "operation", "call", "line"):
            assert before["unmapped"][name] == trial["unmapped"][name]
        assert trial["authorizations"][0]["policy"]["name"] == "trial"
        assert trial["unmapped"]["changes"] is True


@pytest.mark.parametrize(("error", "told"), [(KeyboardInterrupt, "interrupted"), (LookupError, "LookupError")])
def test_a_run_that_its_caller_breaks_off_is_recorded(error: type[BaseException], told: str, tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"

    def stop(stream: int, text: str) -> None:
        raise error

    with nothing_left(), pytest.raises(error):
        run("print('x', flush=True)\nos.stat('/')", audit=audit, on_output=stop)
    (end,) = of(audit, Kind.END)
    assert end["unmapped"]["detail"] == {"status": "ERROR", "error_type": told}
    assert records(audit)[-1] == end
    assert verify([str(audit)])[0].status is Status.OK


def test_what_of_a_request_is_recorded_is_chosen(tmp_path: Path) -> None:
    entities = [
        {"uid": {"type": "User", "id": "tester"}, "attrs": {}, "parents": [{"type": "Group", "id": "staff"}]},
        {"uid": {"type": "Group", "id": "staff"}, "attrs": {}, "parents": []},
    ]
    seen = {}
    for name, fields in {"all": FIELDS, "none": (), "default": DEFAULT_FIELDS}.items():
        audit = tmp_path / name
        rexpy.run(
            ATTEMPT + "attempt(os.rename, args['path'], args['path'] + '.new')\nattempt(os.stat, '/x')",
            policy=EVERYTHING,
            entities=json.dumps(entities),
            principal=PRINCIPAL,
            audit=rexpy.AuditOptions(audit, fields=fields),
            args={"path": str(tmp_path / "secret")},
        )
        seen[name] = decisions(audit)
    shown = seen["all"]
    moved = next(one for one in shown if one["unmapped"]["action"]["id"] == "move")
    assert moved["unmapped"]["context"]["destination"]["name"] == "secret.new"
    assert moved["unmapped"]["entities"] == [
        {"uid": {"type": "User", "id": "tester"}, "parents": [{"type": "Group", "id": "staff"}]},
        {"uid": {"type": "Group", "id": "staff"}, "parents": []},
    ]
    assert all(one["unmapped"]["context"] == one["unmapped"]["entities"] == REDACTED for one in seen["default"])
    for one in seen["none"]:
        assert (
            one["unmapped"] | dict.fromkeys(("principal", "action", "resource", "operation"), REDACTED)
            == one["unmapped"]
        )
        assert one["file"] == {"name": REDACTED, "path": REDACTED, "type_id": one["file"]["type_id"]}
        assert one["actor"]["user"] == {"name": REDACTED, "uid": REDACTED}
        assert (one["activity_id"], one["type_uid"]) == (0, 100100)
    for told in ("secret", "tester", "move", "rename"):
        assert told not in json.dumps(seen["none"])


def test_where_a_link_leads_is_in_the_record(tmp_path: Path) -> None:
    audit, granted = tmp_path / "audit.jsonl", tmp_path / "granted"
    granted.mkdir()
    (granted / "link").symlink_to("/etc/hosts")
    run("attempt(read, args['path'])", policy_text=below(granted), audit=audit, args={"path": str(granted / "link")})
    told = [(line["unmapped"]["resource"]["id"], line["action_id"]) for line in decisions(audit)]
    assert (f"{granted}/link", 1) in told
    assert told[-1] == ("/etc", 2)


def test_a_file_is_made_private_and_appended_to(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    before = os.umask(0)
    try:
        run("os.stat('/')", audit=audit)
    finally:
        os.umask(before)
    assert stat.S_IMODE(audit.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(f"{audit}.head").stat().st_mode) == 0o600
    once = records(audit)
    run("os.stat('/')", audit=audit)
    twice = records(audit)
    assert twice[: len(once)] == once
    assert len(twice) == 2 * len(once)
    assert len({line["unmapped"]["run"] for line in twice}) == 2
    assert verify([str(audit)])[0].status is Status.OK


@pytest.mark.parametrize(("max_size", "rotate_s", "keep"), [(None, None, None), (5_000, None, None), (5_000, 0.05, 3)])
def test_runs_at_once_share_a_file(
    max_size: int | None, rotate_s: float | None, keep: int | None, tmp_path: Path
) -> None:
    audit = tmp_path / "audit.jsonl"
    (tmp_path / "file").touch()
    results: list[rexpy.Result] = []
    options = AuditOptions(audit, max_size=max_size, rotate_s=rotate_s, keep=keep)
    runner = rexpy.Runner(policy=policy(EVERYTHING), principal=PRINCIPAL, audit=options)
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
    (found,) = verify([str(audit)])
    assert (found.status, found.notes) == (Status.OK, ())
    assert (len(found.files) > 3) is (max_size is not None)
    if keep is not None:
        assert len(found.files) <= keep + 1
        return
    lines = [line for name in found.files for line in decisions(Path(name))]
    counts = {result.run_id: sum(line["unmapped"]["run"] == result.run_id for line in lines) for result in results}
    assert len(counts) == 3
    assert set(counts.values()) == {600}, "open on the directory and stat, 300 times each, for each run"
    assert len(lines) == 1800
    assert verify([str(audit)])[0].status is Status.OK


def test_nothing_in_a_record_breaks_its_line(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    names = ["line\u2028separator", "right\u202eleft", 'quote"back\\slash', "ünï", "\u0085next", "{'json': 1}"]
    text = '@id("\\u{1b}[31mred\\nline") permit(principal, action, resource);'
    principal = 'User::"a\\"b\\u{202e}c"'
    script = "for name in args['names']: attempt(os.stat, '/nowhere/' + name)"
    result = rexpy.run(ATTEMPT + script, policy=text, principal=principal, audit=audit, args={"names": names})
    assert result.error is None
    seen = [line["unmapped"] for line in decisions(audit) if line["unmapped"]["operation"] == "fs.stat"]
    asked = {one["resource"]["id"].removeprefix("/nowhere/") for one in seen if one["action"]["id"] == "stat"}
    assert asked == {name for name in names if "\u0085" not in name}
    assert verify([str(audit)])[0].status is Status.OK


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
            audit_of(path)
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
    # A few records, however long the path is that each holds.
    limit = 20_000 + 50 * len(str(tmp_path))

    def work() -> list[Any]:
        held = door()
        decider = AuditedDecider(policy().authorizer(TESTER), audit_of(audit), Deciding())
        held.gate._asking = Asking(decider)
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

    code, kind, message = in_child(work, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
    assert (code, kind) == (125, "INTERNAL_EXCEPTION")
    assert "audit file" in message
    assert victim.read_text() == "still there"


def test_a_record_does_not_wait_for_the_end(tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    seen: list[int] = []
    script = "os.stat('/')\nprint('now', flush=True)\nos.stat('/')"
    run(script, audit=audit, on_output=lambda stream, text: seen.append(len(records(audit))))
    assert len(seen) == 1
    assert len(decisions(audit)) == 2 * (seen[0] - 3), "policy, start and seal came before"


def test_what_would_have_come_next_is_no_way_around_the_fields(tmp_path: Path) -> None:
    audit, granted = tmp_path / "audit.jsonl", tmp_path
    for fields in (("principal", "action"), ("principal", "resource")):
        rexpy.run(
            f"import os\ntry:\n    os.stat({str(granted)!r})\nexcept OSError:\n    pass",
            policy="forbid(principal, action, resource) when { false };",
            principal=PRINCIPAL,
            audit=rexpy.AuditOptions(audit, fields=fields),
        )
    assert decisions(audit)
    assert all("next" not in line["unmapped"] for line in decisions(audit))


def test_what_a_run_was_given_is_recorded_by_name_and_hash(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    (modules / "inner").mkdir(parents=True)
    (modules / "helper.py").write_text("from inner import value")
    (modules / "inner" / "__init__.py").write_text("value = 'text of a module'")
    given: dict[str, Any] = {
        "module_path": [modules],
        "env": {"TOKEN": "text of a variable"},
        "nameservers": [("127.0.0.1", 5353)],
    }
    seen = {}
    for name, fields in {"default": DEFAULT_FIELDS, "context": (*DEFAULT_FIELDS, "context")}.items():
        audit = tmp_path / name
        result = rexpy.Runner(
            policy=policy(EVERYTHING), principal=PRINCIPAL, audit=AuditOptions(audit, fields=fields), **given
        ).run(
            "import helper, sys\nsys.stdin.read()\nhelper.value",
            args={"secret": "text of an argument", "number": 3},
            argv=["text of a word"],
            stdin="text of the input",
        )
        assert result.value == "text of a module"
        data = audit.read_bytes()
        for text in (b"text of a module", b"text of a variable", b"text of the input"):
            assert text not in data
        seen[name] = data
        (start,) = [record["unmapped"]["detail"] for record in of(audit, Kind.START)]
        assert start["environ"] == ["TOKEN"]
        assert start["modules"] == [str(modules)]
        assert start["nameservers"] == ["127.0.0.1 5353"]
        assert start["stdin"] == {"bytes": 17, "sha256": hashlib.sha256(b"text of the input").hexdigest()}
        told = [record["script"] for record in of(audit, Kind.MODULE)]
        assert [(one["name"], one["hashes"][0]["value"]) for one in told] == [
            (str(path), hashlib.sha256(path.read_bytes()).hexdigest())
            for path in (modules / "helper.py", modules / "inner" / "__init__.py")
        ]
    assert start["arguments"] == {
        "named": {"secret": "text of an argument", "number": "3"}, "words": ["text of a word"],
    }  # fmt: skip
    assert b"text of an argument" not in seen["default"]
    assert b"text of a word" not in seen["default"]


def test_a_module_that_cannot_be_recorded_is_not_handed_out(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("value = 7")
    audit = tmp_path / "audit"
    runner = rexpy.Runner(policy=policy(EVERYTHING), principal=PRINCIPAL, audit=audit, module_path=[tmp_path])
    result = runner.run(
        "print('now', flush=True)\nimport helper\nhelper.value", on_output=lambda stream, text: audit.unlink()
    )
    assert (result.exit_code, result.value) == (125, None)
    assert result.error is not None
    assert "audit file" in result.error.message


def test_the_facts_that_policies_were_told_are_recorded_with_the_context(tmp_path: Path) -> None:
    text = """
    permit(principal, action, resource) when { context.usage.calls < 4 };
    @shadow forbid(principal, action, resource) when { context.time > datetime("2026-01-01") };
    """
    for fields in (DEFAULT_FIELDS, (*DEFAULT_FIELDS, "context")):
        audit = tmp_path / str(len(fields))
        before = int(time.time())
        result = rexpy.run(
            ATTEMPT + "for number in range(5): attempt(os.stat, '/etc')",
            policy=text,
            principal=PRINCIPAL,
            audit=AuditOptions(audit, fields=fields),
        )
        assert result.error is None
        told = [record["unmapped"] for record in records(audit) if record["unmapped"]["kind"] in ("decision", "shadow")]
        assert told
        if "context" not in fields:
            assert not any("facts" in one for one in told)
            continue
        for one in told:
            used = one["facts"]["usage"]
            assert used["calls"] == one["call"]
            assert used["bytes_written"] == 0
            if one["kind"] == "decision":
                assert (one["effect"] == "permit") is (used["calls"] < 4)
            moment = datetime.fromisoformat(one["facts"]["time"]).timestamp()
            assert before <= moment <= time.time()
        assert {one["effect"] for one in told if one["kind"] == "decision"} == {"permit", "no_permit"}
