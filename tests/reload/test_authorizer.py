"""`rexpy.Authorizer`: decisions for programs of one's own, as a run would get them."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

import rexpy
from rexpy.broker.policy.providers import Provided

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
