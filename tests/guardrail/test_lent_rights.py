"""A script makes no program that lends the broker's rights to whoever starts it."""

import errno
import os
import stat
from pathlib import Path

import pytest

from tests.broker.doors import door
from tests.broker.runs import run


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o4755, 0o2755, 0o6755, 0o4000, 0o7777, -1])
def test_no_file_gets_a_bit_by_which_it_would_act_as_its_owner(tmp_path: Path, mode: int) -> None:
    (tmp_path / "program").write_text("#!/bin/sh\n")
    os.chmod(tmp_path / "program", 0o755)
    (tmp_path / "link").symlink_to("program")
    for name in ("program", "link"):
        answer = door().answer("fs.chmod", str(tmp_path / name), mode, True)
        assert answer[1:3] == ("PermissionError", errno.EACCES)
        assert "whatever the policy says" in answer[3]
    assert mode_of(tmp_path / "program") == 0o755


def test_nor_by_being_made_or_replaced(tmp_path: Path) -> None:
    held = door()
    for number, (operation, arguments) in enumerate(
        {
            "fs.open_replace": (),
            "fs.open_write": (True, False, False, False),
            "fs.open_update": (True, False, False, False),
        }.items()
    ):
        handle = held.ask(operation, str(tmp_path / str(number)), *arguments, 0o7755)[0]
        held.ask("fs.commit", handle)
        assert mode_of(tmp_path / str(number)) & 0o7000 == 0


def test_what_has_such_bits_keeps_them_and_may_lose_them(tmp_path: Path) -> None:
    (tmp_path / "program").write_text("")
    os.chmod(tmp_path / "program", 0o4755)
    held = door()
    assert held.answer("fs.chmod", str(tmp_path / "program"), 0o6755, True)[2] == errno.EACCES
    held.ask("fs.chmod", str(tmp_path / "program"), 0o4700, True)
    assert mode_of(tmp_path / "program") == 0o4700
    held.ask("fs.chmod", str(tmp_path / "program"), 0o700, True)
    assert mode_of(tmp_path / "program") == 0o700
    assert held.answer("fs.chmod", str(tmp_path / "program"), 0o4700, True)[2] == errno.EACCES


def test_a_directory_may_hand_on_its_group_and_keep_names_to_their_owners(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    door().ask("fs.chmod", str(tmp_path / "shared"), 0o3775, True)
    assert mode_of(tmp_path / "shared") == 0o3775


def test_a_script_is_told(tmp_path: Path) -> None:
    (tmp_path / "program").write_text("")
    result = run("os.chmod('program', 0o4755)", cwd=tmp_path)
    assert result.exit_code == 1
    assert result.error is not None
    assert "set-user-ID" in result.error.message
