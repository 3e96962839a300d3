"""A thousand changes, good and broken, while scripts and other threads ask: no answer is that of a set never valid.

Each good set grants exactly one file, and says so in its `@id`; broken ones would grant everything."""

from __future__ import annotations

import itertools
import json
import random
import threading
from pathlib import Path
from typing import Any

import rexpy
from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy.providers import Provided
from rexpy.broker.reload import Reload, ReloadEvent
from rexpy.tooling.verify import Status, verify
from tests.broker.runs import PRINCIPAL

CHANGES = 1000
FILES = ("ostype", "osrelease", "version")
BROKEN = (
    "permit(principal, action, resource)",
    "permit(principal, action, resource); forbid(principal, action, resource) when { context.nothing };",
    "permit(principal, action, resource); forbid(principal, action, resource) when { 9223372036854775807 + 1 == 0 };",
    '@id("a") permit(principal, action, resource); @id("a") permit(principal, action, resource);',
    '@test_deny("read File:/a as a") permit(principal, action, resource);',
)


def good(number: int) -> str:
    name = FILES[number % len(FILES)]
    return f"""
        @id("n{number}-dir") permit(principal, action == file_system::Action::"open", resource == file_system::Dir::"/proc/sys/kernel");
        @id("n{number}") permit(principal, action, resource == file_system::File::"/proc/sys/kernel/{name}");
        @id("n{number}-not") @shadow forbid(principal, action, resource);"""


class Service:
    """Has a new set each time that it is asked: every third one is broken."""

    def __init__(self) -> None:
        self.number = 0

    def policies(self) -> Provided:
        if self.number % 3 == 2:
            return Provided((("service", BROKEN[self.number // 3 % len(BROKEN)]),))
        return Provided((("service", good(self.number)),))


def test_a_thousand_changes_under_load() -> None:
    service = Service()
    events: list[ReloadEvent] = []
    runner = rexpy.Runner(policy=service, principal=PRINCIPAL, reload=Reload(every_s=3600, on_event=events.append))
    valid = {runner.policy.sha256: 0}
    wrong: list[Any] = []
    over = threading.Event()
    asked = itertools.count()

    def ask() -> None:
        while not over.is_set():
            policy = runner.policy
            authorizer = policy.authorizer(PRINCIPAL)
            allowed = {}
            for name in FILES:
                decision = authorizer.decide(fs.READ, Resource(fs.FILE, f"/proc/sys/kernel/{name}"))
                if decision.allowed:
                    allowed[name] = decision.policies[0].id
                if decision.effect == "error" or [one.effect for one in decision.observed] != ["forbid"]:
                    wrong.append(decision)
            next(asked)
            if len(allowed) != 1:
                wrong.append(allowed)
            for name, by in allowed.items():
                if FILES[int(by[1:]) % len(FILES)] != name or int(by[1:]) % 3 == 2:
                    wrong.append((name, by))

    def run() -> None:
        script = f"""
granted = []
for turn in range(20):
    for name in {FILES!r}:
        try:
            open("/proc/sys/kernel/" + name).read()
            granted.append(name)
        except PermissionError:
            pass
granted"""
        while not over.is_set():
            result = runner.run(script)
            ran.append((result.policy_sha256, result.value, result.error))

    ran: list[tuple[Any, Any, Any]] = []
    threads = [threading.Thread(target=each) for each in (ask, ask, run)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, CHANGES + 1):
            service.number = number
            event = runner.refresh()
            assert event is not None
            if event.kind == "loaded":
                valid[event.sha256 or ""] = number
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(events) == CHANGES
    assert sum(event.kind == "refused" for event in events) == sum(number % 3 == 2 for number in range(CHANGES + 1))
    assert next(asked) > 10
    assert ran
    for sha256, granted, error in ran:
        assert error is None
        assert set(granted) == {FILES[valid[sha256] % len(FILES)]}, "every answer of a run is of one valid set"
        assert len(granted) == 20


def file_set(number: int) -> tuple[str, str]:
    """Policies for a group, and who is in it: only of the same number do they grant anything."""
    text = f"""
        @id("n{number}-dir") permit(principal in Group::"g{number}", action == file_system::Action::"open",
            resource == file_system::Dir::"/proc/sys/kernel");
        @id("n{number}") permit(principal in Group::"g{number}", action,
            resource == file_system::File::"/proc/sys/kernel/{FILES[number % len(FILES)]}");"""
    entities = f"""[{{"uid": {{"type": "User", "id": "tester"}}, "attrs": {{}},
        "parents": [{{"type": "Group", "id": "g{number}"}}]}}]"""
    return text, entities


def put(path: Path, text: str, how: int) -> None:
    if how == 0:
        path.write_text(text)
    else:
        new = path.with_suffix(".new")
        new.write_text(text)
        new.rename(path)


def test_files_and_entities_change_under_runs_at_once(tmp_path: Path) -> None:
    """Replaced, written in place, half written, emptied, loosened, taken away: whoever runs has one whole valid set."""
    base, known, audit = tmp_path / "policies", tmp_path / "entities.json", tmp_path / "audit"
    base.mkdir()
    source = base / "a.cedar"
    text, entities = file_set(0)
    source.write_text(text)
    known.write_text(entities)
    runner = rexpy.Runner(
        policy=[base],
        entities=known,
        principal=PRINCIPAL,
        audit=rexpy.AuditOptions(audit, max_size=30_000),
        reload=Reload(every_s=3600),
    )
    valid = {runner.policy.sha256: 0}
    over = threading.Event()
    ran: list[tuple[Any, Any, Any]] = []
    refused: list[str] = []

    def run() -> None:
        script = f"""
granted = []
for turn in range(5):
    for name in {FILES!r}:
        try:
            open("/proc/sys/kernel/" + name).read()
            granted.append(name)
        except PermissionError:
            pass
granted"""
        while not over.is_set():
            try:
                result = runner.run(script)
            except rexpy.RunnerError as error:
                # A file that is not there cannot be kept from the run.
                refused.append(str(error))
            else:
                ran.append((result.policy_sha256, result.value, result.error))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    chance = random.Random(4)
    try:
        for number in range(1, 120):
            text, entities = file_set(number)
            spoilt = chance.choice(["", "", "", "half", "empty", "loose", "gone", "links"])
            put(known, entities, number % 2)
            put(source, {"half": text[: len(text) * 2 // 3], "empty": ""}.get(spoilt, text), number % 2)
            if spoilt == "loose":
                source.chmod(0o666)
            elif spoilt == "gone":
                source.unlink()
            elif spoilt == "links":
                source.unlink()
                source.symlink_to(base)
            event = runner.refresh()
            if spoilt == "empty":
                assert event is not None
                valid[event.sha256 or ""] = -1
            elif spoilt == "":
                assert event is not None, "both are new"
                assert event.kind == "loaded"
                valid[event.sha256 or ""] = number
            else:
                assert event is None or event.kind == "refused"
            if source.is_symlink():
                source.unlink()
            put(source, text, 1)
            put(known, entities, 1)
            event = runner.refresh()
            valid[runner.policy.sha256] = number
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert len(ran) > 2
    assert all("cannot be looked at: No such file" in said for said in refused)
    for sha256, granted, error in ran:
        assert error is None
        number = valid[sha256]
        assert granted == ([] if number < 0 else [FILES[number % len(FILES)]] * 5)
    (found,) = verify([str(audit)])
    assert found.status is Status.OK, found.problems
    records = [json.loads(line) for name in found.files for line in Path(name).read_bytes().splitlines()]
    assert {one["policy"]["uid"] for one in records if "policy" in one} <= set(valid)
    began = {one["unmapped"]["run"]: one["policy"]["uid"] for one in records if one["unmapped"]["kind"] == "start"}
    for one in records:
        if one["unmapped"]["kind"] == "decision":
            assert one["policy"]["uid"] == began[one["unmapped"]["run"]], "a run keeps the set that it began with"
