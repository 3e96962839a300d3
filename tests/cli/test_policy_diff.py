"""`rexpy policy diff` as its users meet it."""

import json
from pathlib import Path

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from tests.tooling.trails import decision, write

from .command import on_terminal, rexpy
from .conftest import Put

OLD = '@id("read") permit(principal, action == file_system::Action::"read", resource in file_system::Dir::"/srv");'
NEW = (
    OLD
    + '\n@id("no-keys") forbid(principal, action, resource is file_system::File) when { resource.path like "*.key" };'
)


@pytest.fixture
def old(put: Put) -> str:
    return str(put("old.cedar", OLD))


@pytest.fixture
def new(put: Put) -> str:
    return str(put("new.cedar", NEW))


def test_what_differs(old: str, new: str) -> None:
    ended = rexpy("policy", "diff", old, new)
    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout.startswith("not allowed any more\n  - read by somebody else\n      file       ")
    assert f"old: permitted by read ({old}:1); new: forbidden by no-keys ({new}:2)" in ended.stdout
    assert "allowed now" not in ended.stdout
    reverse = rexpy("policy", "diff", new, old)
    assert (reverse.returncode, reverse.stdout.splitlines()[0]) == (2, "allowed now, and not before")


def test_no_difference(old: str, put: Put) -> None:
    ended = rexpy("policy", "diff", old, str(put("same.cedar", "// another text\n" + OLD)))
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-1].startswith("no difference; compared over ")


def test_as_json(old: str, new: str) -> None:
    ended = rexpy("policy", "diff", "-o", "json", old, new)
    found = json.loads(ended.stdout)
    assert ended.returncode == 2
    assert found.keys() == {"schema_version", "same", "old", "new", "compared", "read", "notes", "more", "less"}
    assert (found["same"], found["more"]) == (False, [])
    one = found["less"][0]
    assert one.keys() == {
        "principal",
        "action",
        "resource",
        "context",
        "attributes",
        "group",
        "facts",
        "recorded",
        "old",
        "new",
    }
    assert (one["old"]["effect"], one["new"]["effect"]) == ("permit", "forbid")


def test_over_a_trail(old: str, new: str, tmp_path: Path) -> None:
    names = ["a.txt", "b.key", "b.key", "\x1b[2J.key"]
    trail = write(
        tmp_path / "audit", [decision(fs.READ, Resource(fs.FILE, f"/srv/{name}"), "permit") for name in names]
    )
    ended = rexpy("policy", "diff", "--sample", "0", "--audit", str(trail), old, new)
    assert ended.returncode == 2
    assert "      file       /srv/b.key\n" in ended.stdout
    assert "asked 2 times in the trails" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "1 requests differ; compared over 3 recorded requests"
    assert "\x1b" not in ended.stdout
    assert (
        rexpy("policy", "diff", "--sample", "0", "--audit", str(trail), "--path", "/srv/a.txt", old, new).returncode
        == 0
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["{old}", "/nowhere.cedar"], 3, "/nowhere.cedar: cannot be read"),
        (["--audit", "{old}", "{old}", "{new}"], 3, "no audit trail"),
        (["{old}"], 64, "Missing argument 'NEW'"),
    ],
)
def test_what_goes_wrong(old: str, new: str, arguments: list[str], code: int, said: str) -> None:
    given = [word.format(old=old, new=new) for word in arguments]
    ended = rexpy("policy", "diff", *given)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    if code == 3:
        ended = rexpy("policy", "diff", "-o", "json", *given)
        assert (ended.returncode, json.loads(ended.stdout)["ok"]) == (3, False)


def test_on_a_narrow_terminal(old: str, new: str) -> None:
    code, sent = on_terminal("policy", "diff", old, new, columns=60, env={"NO_COLOR": "1"})
    assert code == 2
    assert max(map(len, sent.splitlines())) <= 60
