"""Invariant: an operation whose decisions stand from another path of its directory answers as one that asks anew."""

import errno
import os
import random
from pathlib import Path

import pytest

from hostapi.grant import Deadline
from hostapi.registry import OPERATIONS
from hostapi.services import Services
from hostapi.target import Context
from hostapi.unchecked.resolver import Servers
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, FILE, OPEN, READ, STAT
from rexpy.broker import asking
from rexpy.broker.asking import Decider
from rexpy.broker.buffer import Buffer
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.handles import Handles
from rexpy.broker.meter import WriteMeter
from rexpy.broker.plan import Plan
from rexpy.broker.policy import Policy
from rexpy.broker.policy.decision import Decision
from tests.broker.doors import TESTER, ClosingGate, Door, door
from tests.broker.runs import growing_at_most

FORBID_NAMED = """
permit(principal, action, resource);
forbid(principal, action, resource == file_system::File::"{top}/a/two");
forbid(principal, action == file_system::Action::"stat", resource == file_system::Dir::"{top}/a/inner");
"""
POLICIES = {
    "everything": "permit(principal, action, resource);",
    "one directory": 'permit(principal, action, resource in file_system::Dir::"{top}/a");'
    'permit(principal, action, resource == file_system::Dir::"{top}/a");',
    "below": 'permit(principal, action, resource in file_system::Dir::"{top}");',
    "named ones forbidden": FORBID_NAMED,
    "one file only": 'permit(principal, action, resource == file_system::File::"{top}/a/one");'
    'permit(principal, action, resource == file_system::Dir::"{top}/a");',
    "a directory within forbidden": "permit(principal, action, resource);"
    'forbid(principal, action, resource in file_system::Dir::"{top}/b");',
    "files but no directories": "permit(principal, action, resource is file_system::File);"
    'permit(principal, action == file_system::Action::"open", resource is file_system::Dir);',
    "directories but no files": "permit(principal, action, resource is file_system::Dir);",
    "patterns": 'permit(principal, action, resource is file_system::Dir);permit(principal, action, resource is file_system::File) unless {{ resource.path like "*/two" }};',
    "texts": 'permit(principal, action, resource is file_system::Dir);permit(principal, action, resource is file_system::File) unless {{ resource.path == "{top}/a/two" }};',
    "opening not": 'permit(principal, action, resource);forbid(principal, action == file_system::Action::"open",'
    'resource == file_system::Dir::"{top}/b");',
    "nothing": "forbid(principal, action, resource);",
}
ASKED = {
    "fs.stat": [(True,), (False,)],
    "fs.load": [()],
    "fs.open_read": [()],
    "fs.list": [()],
    "fs.access": [(4,)],
    "fs.readlink": [()],
    "fs.truncate": [(3,)],
    "fs.unlink": [()],
}


class Counting:
    """Counts what is asked, and tells of decisions that stand only where it is told to."""

    def __init__(self, inner: object, *, standing: bool) -> None:
        self._inner = inner
        self.asked = 0
        if standing:
            self.alike = inner.alike  # type: ignore[attr-defined]
            self.lasting = inner.lasting  # type: ignore[attr-defined]

    def decide(self, action: Action, resource: Resource, context: Context = ()) -> Decision:
        """Return the decision."""
        self.asked += 1
        return self._inner.decide(action, resource, context)  # type: ignore[attr-defined, no-any-return]


class Forgetful(set[int]):
    """Holds nothing."""

    def add(self, _: int) -> None:
        """Forget it."""


def gate(decider: Decider, *, ordinary: bool) -> Door:
    handles = Handles(64)
    guardrail = Guardrail([], allow_hard_links=False, own_pids=set)
    if not ordinary:
        guardrail.ordinary = Forgetful()
    services = Services(WriteMeter(1 << 20, Deadline()), Servers(()), Buffer(), Deadline())
    return Door(ClosingGate(decider, guardrail=guardrail, handles=handles, services=services), handles)


def tree(top: Path) -> list[str]:
    """Make a tree and return paths in it and beside it, there and not, canonical and not."""
    for name in ("a", "b"):
        (top / name / "inner").mkdir(parents=True)
        for number in ("one", "two", "three"):
            (top / name / number).write_text(f"{name} {number}")
        (top / name / "large").write_bytes(b"x" * 70_000)
        (top / name / "to_one").symlink_to("one")
        (top / name / "to_dir").symlink_to(top / "b")
        (top / name / "dangling").symlink_to("nothing")
        os.mkfifo(top / name / "fifo")
    inside = ["one", "two", "three", "large", "to_one", "to_dir", "to_dir/two", "dangling", "fifo", "inner", "missing"]
    odd = ["/", "", "one", "/etc", "/proc/self/mem", "/proc/self", f"{top}/a/", f"{top}/a//one", f"{top}/a/./one"]
    odd += [f"{top}/a/..", f"{top}/a/.", f"{top}/a/\n", f"{top}/a/{'x' * 5000}", f"{top}/a/\u00a0", f"{top}/a/\udc80"]
    return [f"{top}/{name}/{path}" for name in ("a", "b") for path in inside] + [f"{top}/a", f"{top}/b", *odd]


@pytest.mark.parametrize("policy", POLICIES)
def test_what_stands_is_what_would_be_decided(policy: str, tmp_path: Path) -> None:
    paths = tree(tmp_path)
    authorizer = Policy.from_text(POLICIES[policy].format(top=tmp_path)).authorizer(TESTER)
    quick, slow = Counting(authorizer, standing=True), Counting(authorizer, standing=False)
    short, long = gate(quick, ordinary=True), gate(slow, ordinary=False)
    chance = random.Random(20261125)
    for _ in range(600):
        name = chance.choice([*ASKED, "fs.stat", "fs.load"])
        arguments = (chance.choice(paths), *chance.choice(ASKED[name]))
        if name == "fs.unlink":
            arguments = (f"{tmp_path}/a/missing",)
        assert short.answer(name, *arguments) == long.answer(name, *arguments), (name, arguments)
    if policy in ("everything", "below", "named ones forbidden"):
        assert quick.asked < slow.asked * 0.7, "then nothing was tested"


def test_what_changes_while_a_run_lasts_never_stands(tmp_path: Path) -> None:
    for text in (
        'permit(principal, action, resource) when { context.time < datetime("2100-01-01") };',
        "permit(principal, action, resource) when { context.usage.calls < 1000 };",
        'permit(principal, action, resource) when { context.run.cwd == "/" };',
    ):
        authorizer = Policy.from_text(text).authorizer(TESTER)
        for action in (OPEN, READ, STAT):
            assert authorizer.alike(action, FILE) is None
            assert not authorizer.lasting(action, DIR)


def test_a_shadow_sees_every_decision() -> None:
    text = "permit(principal, action, resource); @shadow forbid(principal, action, resource is file_system::File);"
    authorizer = Policy.from_text(text).authorizer(TESTER)
    assert authorizer.alike(STAT, FILE) is None


def test_the_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MAX_STANDING", 3)
    door = gate(Policy.from_text(POLICIES["everything"]).authorizer(TESTER), ordinary=True)
    for number in range(10):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "file").touch()
        assert door.answer("fs.stat", f"{tmp_path}/{number}/file", True)[0] == "done"
    plan = door.gate._plans["fs.stat"]
    assert plan.alone is not None
    assert len(plan.alone.standing) <= 3


def test_long_paths_are_not_remembered() -> None:
    """What stands is bounded by its text as well as by its number: a path has up to 16 KiB, and a script chooses it."""
    held = door(POLICIES["everything"])
    long = "/".join("\U0001f600" * 63 for _ in range(60))
    names = ("fs.stat", "fs.access", "fs.list", "fs.load", "fs.readlink")
    more = {"fs.stat": [True], "fs.access": [4]}
    with growing_at_most(48):
        for number in range(2000):
            for name in names:
                assert held.answer(name, f"/{number}/{long}/x", *more.get(name, []))[2] in (
                    errno.ENOENT,
                    errno.ENAMETOOLONG,
                )


def test_of_a_policy_that_names_many_files_one_list_is_kept(tmp_path: Path) -> None:
    """Each directory had a list of its own: three thousand named files made 2000 directories take two gigabytes."""
    named = "".join(f'permit(principal, action, resource == {FILE}::"/data/named/{number}");' for number in range(500))
    held = door(f'{named} permit(principal, action, resource in {DIR}::"{tmp_path}");')
    for number in range(50):
        for name in ("fs.stat", "fs.list"):
            assert (
                held.answer(name, f"{tmp_path}/{number}/x", *([True] if name == "fs.stat" else []))[2] == errno.ENOENT
            )
    for name, kind in (("fs.stat", FILE), ("fs.list", DIR)):
        alone = held.gate._plans[name].alone
        assert alone is not None
        assert len(alone.standing) == 50
        assert {id(standing) for standing in alone.standing.values()} == {id(alone.stands[kind])}


def test_what_changes_something_is_never_short() -> None:
    for operation in OPERATIONS:
        plan = Plan(operation)
        if plan.alone is not None:
            target = plan.alone.target
            assert (target.changes, target.at, target.parent, target.context) == (False, False, False, None)
    short = {operation.name for operation in OPERATIONS if Plan(operation).alone is not None}
    assert {"fs.stat", "fs.load", "fs.list"} <= short
