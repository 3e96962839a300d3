"""A file with several names: its path does not tell what it is, so it is not changed unless the caller allows it."""

import errno
import os
import stat
from pathlib import Path

import pytest

import rexpy
from tests.broker.doors import door
from tests.broker.runs import ATTEMPT, PRINCIPAL, below
from tests.guardrail.changes import CHANGES, Change, seen, tried

KEEPS_THE_FILE = (
    "unlink",
    "rename away",
    "rename over",
    "rename a directory over",
    "rmdir",
    "mkdir",
    "symlink",
    "make",
    "chmod of a link",
)
"""These change a name, or fail before anything is changed."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "granted").mkdir()
    (tmp_path / "elsewhere").write_text("secret")
    os.chmod(tmp_path / "elsewhere", 0o640)
    os.link(tmp_path / "elsewhere", tmp_path / "granted" / "name")
    (tmp_path / "granted" / "link").symlink_to("name")
    return tmp_path


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in CHANGES.items()])
@pytest.mark.parametrize("name", ["name", "link"])
def test_the_other_name_sees_no_change(place: Path, change: Change, name: str) -> None:
    before = seen(place / "elsewhere")
    tried(change, door(), place / "granted" / name)
    assert seen(place / "elsewhere") == before


@pytest.mark.parametrize(
    "name", [name for name in CHANGES if name not in KEEPS_THE_FILE and not name.endswith("of a link")]
)
def test_every_change_is_refused_by_name_of_the_option(place: Path, name: str) -> None:
    with pytest.raises(PermissionError, match=r"several hard links.*--allow-hard-links"):
        CHANGES[name](door(), str(place / "granted" / "name"))


def test_looking_and_giving_up_the_name_are_no_change(place: Path) -> None:
    held = door()
    path = str(place / "granted" / "name")
    assert held.ask("fs.open_read", path)[1:] == [True, b"secret"]
    assert held.ask("fs.stat", path, True)[3] == 2
    held.ask("fs.rename", path, path + "2")
    held.ask("fs.unlink", path + "2")
    assert (place / "elsewhere").read_text() == "secret"


def test_a_directory_has_many_links_and_is_no_such_file(place: Path) -> None:
    (place / "granted" / "inner").mkdir()
    door().ask("fs.chmod", str(place / "granted"), 0o711, True)
    assert stat.S_IMODE((place / "granted").stat().st_mode) == 0o711


@pytest.mark.parametrize("allowed", [False, True])
def test_a_script_may_change_one_only_if_the_caller_says_so(place: Path, allowed: bool) -> None:
    script = ATTEMPT + "got = attempt(write, args['path'], 'new', 'r+')\ngot"
    result = rexpy.run(
        script,
        policy=below(place / "granted"),
        principal=PRINCIPAL,
        allow_hard_links=allowed,
        args={"path": str(place / "granted" / "name")},
    )
    assert result.error is None
    assert (place / "elsewhere").read_text() == ("newret" if allowed else "secret")
    if not allowed:
        assert result.value[:2] == ["PermissionError", errno.EACCES]
        assert "--allow-hard-links" in result.value[2]
        assert result.value[6] is None, "it is no decision of the policy"
        assert result.denials == ()
