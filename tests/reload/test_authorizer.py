"""`rexpy.Authorizer`: decisions for programs of one's own, as a run would get them."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import rexpy
from rexpy.broker.policy.providers import Provided
from rexpy.errors import PolicyInvalid
from rexpy.tooling.verify import Status, verify

POLICY = """
@id("read-logs") permit(principal in Group::"ops", action == file_system::Action::"read", resource in file_system::Dir::"/var/log");
@id("no-keys") @advice("ask the owner") forbid(principal, action, resource == file_system::File::"/var/log/key");
@id("rotate") permit(principal, action == file_system::Action::"move", resource)
  when { context.destination.parent_path == "/old" };
@id("stop-nginx") permit(principal, action == process_system::Action::"kill", resource) when { resource.name == "nginx" };
@id("facts") permit(principal, action == file_system::Action::"stat", resource)
  when { context.time < datetime("2026-01-01") && context.usage.calls < 3 && context.run.id == "r"
         && context.run.args.hasTag("days") && context.run.args.getTag("days") == "3" };
"""
ENTITIES = [{"uid": {"type": "User", "id": "ann"}, "attrs": {}, "parents": [{"type": "Group", "id": "ops"}]}]
ANN = 'User::"ann"'


def file(path: str) -> str:
    return f'file_system::File::"{path}"'


def action(name: str, space: str = "file_system") -> str:
    return f'{space}::Action::"{name}"'


@pytest.fixture(scope="module")
def authorizer() -> rexpy.Authorizer:
    return rexpy.Authorizer(POLICY, entities=ENTITIES)


def ask(authorizer: rexpy.Authorizer, *request: Any, **more: Any) -> rexpy.Authorization:
    answer = asyncio.run(authorizer.is_authorized(*request, **more))
    assert answer == authorizer.decide(*request, **more)
    assert answer.policy_sha256 == authorizer.policy.sha256
    return answer


def test_the_decision_and_its_diagnostics(authorizer: rexpy.Authorizer) -> None:
    answer = ask(authorizer, ANN, action("read"), file("/var/log/syslog"))
    assert (answer.decision, answer.allowed, answer.effect) == ("Allow", True, "permit")
    assert [reason.id for reason in answer.diagnostics.reasons] == ["read-logs"]
    answer = ask(authorizer, ANN, action("read"), file("/var/log/key"))
    assert (answer.decision, answer.effect, answer.advice) == ("Deny", "forbid", "ask the owner")
    answer = ask(authorizer, 'User::"bob"', action("read"), file("/var/log/syslog"))
    assert (answer.decision, answer.effect, answer.diagnostics) == ("Deny", "no_permit", ((), ()))


def test_context_and_attributes(authorizer: rexpy.Authorizer) -> None:
    destination = {"path": "/old/a", "name": "a", "parent_path": "/old"}
    assert ask(authorizer, ANN, action("move"), file("/a"), {"destination": destination}).allowed
    assert ask(authorizer, ANN, action("move"), file("/a")).effect == "error"
    process = 'process_system::Process::"17"'
    nginx = {"name": "nginx", "username": "www", "command": "nginx"}
    assert ask(authorizer, ANN, action("kill", "process_system"), process, attributes=nginx).allowed
    assert not ask(
        authorizer, ANN, action("kill", "process_system"), process, attributes={**nginx, "name": "x"}
    ).allowed


def test_the_facts_of_a_run(authorizer: rexpy.Authorizer) -> None:
    facts = {
        "run": {"id": "r", "args": {"days": 3}},
        "time": datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        "usage": {"calls": 2, "bytes_written": 0},
    }
    assert ask(authorizer, ANN, action("stat"), file("/a"), facts).allowed
    ahead = timezone(timedelta(hours=-1))
    for changed in (
        {"time": datetime(2025, 12, 31, 23, 59, 59, tzinfo=ahead)},
        {"usage": {"calls": 3, "bytes_written": 0}},
        {"run": {"id": "s", "args": {"days": 3}}},
        {"run": {"id": "r", "args": {"days": 4}}},
        {"run": {"id": "r"}},
    ):
        assert ask(authorizer, ANN, action("stat"), file("/a"), {**facts, **changed}).effect == "no_permit", changed
    assert (
        ask(authorizer, ANN, action("stat"), file("/a"), {**facts, "time": datetime(2025, 1, 1)}).effect == "error"
    )  # that is the case


@pytest.mark.parametrize(
    "request_",
    [
        ("ann", action("read"), file("/a")),
        ('Group::"ops"', action("read"), file("/a")),
        (ANN, "read", file("/a")),
        (ANN, action("raed"), file("/a")),
        (ANN, action("read"), "/a"),
        (ANN, action("read"), file("/a/../b")),
        (ANN, action("read"), 'sysinfo::Hostname::"a"'),
        (ANN, action("read"), file("/a"), {"more": 1}),
        (ANN, action("move"), file("/a"), {"destination": {"__entity": {"type": "User", "id": "root"}}}),
        (ANN, action("move"), file("/a"), {"destination": 7}),
        (ANN, action("stat"), file("/a"), {"run": {"id": 7}}),
        (ANN, action("stat"), file("/a"), {"run": {"id": "r", "uid": "0"}}),
        (ANN, action("stat"), file("/a"), {"usage": {"calls": True, "bytes_written": 0}}),
        (ANN, action("stat"), file("/a"), {"usage": {"calls": -1, "bytes_written": 0}}),
        (ANN, action("stat"), file("/a"), {"time": "2025-01-01"}),
        (None, None, None),
    ],
)
def test_whatever_is_no_request_is_denied(authorizer: rexpy.Authorizer, request_: tuple[Any, ...]) -> None:
    answer = ask(authorizer, *request_)
    assert (answer.decision, answer.effect) == ("Deny", "error")
    assert answer.diagnostics.errors


def test_many_tasks_and_threads_share_one(authorizer: rexpy.Authorizer) -> None:
    wanted = {f"/var/log/{n}": n % 2 == 0 for n in range(50)}
    denied = [
        f"forbid(principal, action, resource == {file(path)});" for path, allowed in wanted.items() if not allowed
    ]
    shared = rexpy.Authorizer(POLICY + "\n".join(denied), entities=ENTITIES)
    found: list[bool] = []

    async def all_of_them() -> list[rexpy.Authorization]:
        return await asyncio.gather(*(shared.is_authorized(ANN, action("read"), file(path)) for path in wanted))

    def task() -> None:
        found.append([one.allowed for one in asyncio.run(all_of_them())] == list(wanted.values()))

    threads = [threading.Thread(target=task) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_it_reloads() -> None:
    class Service:
        text = ""

        def policies(self) -> Provided:
            return Provided((("service", self.text),))

    service = Service()
    with rexpy.Authorizer(service, reload=rexpy.Reload(every_s=3600), entities=ENTITIES) as held:
        assert not held.decide(ANN, action("read"), file("/var/log/a")).allowed
        service.text = POLICY
        event = held.refresh()
        assert event is not None
        assert event.kind == "loaded"
        assert held.decide(ANN, action("read"), file("/var/log/a")).allowed


def recorded(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("threads", [1, 4])
def test_each_decision_is_recorded_before_it_is_returned(threads: int, tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    options = rexpy.AuditOptions(audit, fields=("principal", "action", "resource", "context"), max_size=20_000)
    destination = {"path": "/old/a", "name": "a", "parent_path": "/old"}
    requests: list[tuple[Any, ...]] = [
        (ANN, action("read"), file("/var/log/syslog")),
        (ANN, action("read"), file("/var/log/key")),
        (ANN, action("move"), file("/a"), {"destination": destination}),
        ('User::"b\\u{1b}\\"ob"', action("read"), file("/var/log/\u2028")),
        (ANN, action("raed"), file("/a")),
        (ANN, action("stat"), file("/a"), {"usage": {"calls": 2, "bytes_written": 0}, "time": datetime(2025, 1, 1)}),
        ("ann", None, 7),
    ]
    seen: list[tuple[str, str]] = []

    async def ask(held: rexpy.Authorizer) -> None:
        for request in requests:
            answer = await held.is_authorized(*request)
            seen.append((answer.effect, answer.policy_sha256))

    with rexpy.Authorizer(POLICY, entities=ENTITIES, audit=options) as held:
        every = [threading.Thread(target=lambda: asyncio.run(ask(held))) for _ in range(threads)]
        for each in every:
            each.start()
        for each in every:
            each.join()
        assert held.decide(*requests[0]).allowed
    (found,) = verify([str(audit)])
    assert found.status is Status.OK, found
    told = [record for name in found.files for record in recorded(Path(name))]
    decisions = [record for record in told if record["unmapped"]["kind"] == "decision"]
    assert told[0]["unmapped"]["kind"] == "policy"
    assert len(decisions) == len(seen) + 1
    assert sorted((one["unmapped"]["effect"], one["policy"]["uid"]) for one in decisions[:-1]) == sorted(seen)
    assert len({one["metadata"]["uid"] for one in told}) == len(told)
    assert sorted(one["unmapped"]["call"] for one in decisions) == list(range(1, len(decisions) + 1))
    if threads == 1:
        first, _, moved, odd, unknown, facts, none = [one["unmapped"] for one in decisions[:-1]]
        assert first["principal"] == {"type": "User", "id": "ann"}
        assert (first["operation"], first["action"]["id"], first["resource"]["id"]) == (
            "is_authorized", "read", "/var/log/syslog",
        )  # fmt: skip
        assert moved["context"] == {"destination": destination}
        assert odd["principal"]["id"] == 'b\x1b"ob'
        assert unknown["action"]["id"] == "raed"
        assert facts["facts"] == {"usage": {"calls": 2, "bytes_written": 0}, "time": "2025-01-01 00:00:00"}
        assert none["effect"] == "error"


def test_what_cannot_be_recorded_is_denied(tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    held = rexpy.Authorizer(POLICY, entities=ENTITIES, audit=audit)
    request = (ANN, action("read"), file("/var/log/syslog"))
    assert held.decide(*request).allowed
    audit.unlink()
    for answer in (held.decide(*request), asyncio.run(held.is_authorized(*request))):
        assert (answer.decision, answer.effect) == ("Deny", "error")
        assert "audit file" in answer.diagnostics.errors[0]
    held.close()
    assert held.decide(*request).effect == "error"
    with pytest.raises(rexpy.RunnerError):
        rexpy.Authorizer(POLICY, audit=audit)


def test_reloads_are_in_the_same_trail(tmp_path: Path) -> None:
    audit, source = tmp_path / "audit", tmp_path / "p.cedar"
    source.write_text("")
    with rexpy.Authorizer(source, reload=rexpy.Reload(every_s=3600), audit=audit) as held:
        assert not held.decide(ANN, action("read"), file("/a")).allowed
        source.write_text("permit(principal, action, resource);")
        held.refresh()
        assert held.decide(ANN, action("read"), file("/a")).allowed
    assert verify([str(audit)])[0].status is Status.OK
    told = [(one["unmapped"]["kind"], one["policy"]["uid"]) for one in recorded(audit)]
    before, after = told[0][1], told[-1][1]
    assert told == [("policy", before), ("decision", before), ("policy", after), ("decision", after)]


def test_policies_may_be_larger_than_the_default(tmp_path: Path) -> None:
    large = "permit(principal, action, resource);" + "//" + "x" * (1 << 20)
    (tmp_path / "p.cedar").write_text(large)
    limits = rexpy.PolicyLimits(policy_bytes=1 << 21)
    for given in (large, tmp_path / "p.cedar", [tmp_path], rexpy.PolicyFiles(tmp_path, limits=limits)):
        for reload in (None, rexpy.Reload(every_s=3600)):
            for make in (rexpy.Authorizer, lambda policy, **more: rexpy.Runner(policy=policy, principal=ANN, **more)):
                with make(given, reload=reload, policy_limits=limits, insecure_policy_permissions=True) as held:  # type: ignore[operator]
                    assert len(held.policy.statements) == 1
                if not isinstance(given, rexpy.PolicyFiles):
                    with pytest.raises(PolicyInvalid):
                        make(given, reload=reload, insecure_policy_permissions=True)  # type: ignore[operator]
