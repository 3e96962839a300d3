"""What a whole-file write keeps of the file that it replaces, and what it does with those that come between."""

import errno
import os
import stat
import struct
from pathlib import Path
from typing import Any

import pytest

from hostapi.grant import Entry
from hostapi.unchecked import replacement
from tests.atomic.children import without_tmpfile
from tests.broker.doors import Door, door

OLD = "old content"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "file"
    made.write_text(OLD)
    return made


def alone(path: Path) -> bool:
    return os.listdir(path.parent) == [path.name]


def replace(held: Door, path: Path, text: str = "new", mode: int = 0o600) -> None:
    handle = held.ask("fs.open_replace", str(path), mode)[0]
    held.ask("fs.write", handle, 0, text.encode())
    held.ask("fs.commit", handle)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755, 0o666])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    os.chmod(path, mode)
    if not os.access(path, os.W_OK):
        pytest.skip("an ordinary user does not write this file")
    replace(door(), path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == "new"
    assert alone(path)


def test_bits_that_give_the_owners_rights_are_not_given_to_new_content(path: Path) -> None:
    os.chmod(path, 0o6755)
    replace(door(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_a_new_file_gets_the_mode_asked_for_less_the_umask(path: Path) -> None:
    new = path.parent / "new"
    before = os.umask(0o027)
    try:
        replace(door(), new, mode=0o666)
    finally:
        os.umask(before)
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a file away needs root")
def test_the_owner_is_kept(path: Path) -> None:
    os.chown(path, 12345, 23456)
    os.chmod(path, 0o640)
    replace(door(), path)
    held = path.stat()
    assert (held.st_uid, held.st_gid, stat.S_IMODE(held.st_mode)) == (12345, 23456, 0o640)


def test_an_access_control_list_is_kept(path: Path) -> None:
    """Version 2; the owner, user 12345, the group, the mask, others (acl(5), the kernel's posix_acl_xattr.h)."""
    nobody = 0xFFFFFFFF
    entries = [(0x01, 6, nobody), (0x02, 4, 12345), (0x04, 4, nobody), (0x10, 4, nobody), (0x20, 0, nobody)]
    acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(path, "system.posix_acl_access", acl)
    except OSError as error:
        pytest.skip(f"this file system has no access control lists: {error.strerror}")
    before = path.stat().st_mode
    replace(door(), path)
    assert os.getxattr(path, "system.posix_acl_access") == acl
    assert path.stat().st_mode == before


def test_a_replacement_through_a_link_leaves_the_link(path: Path) -> None:
    link = path.parent / "link"
    link.symlink_to("file")
    replace(door(), link)
    assert os.readlink(link) == "file"
    assert path.read_text() == "new"


def test_two_writers_each_write_a_whole_file(path: Path) -> None:
    held = door()
    first, second = (held.ask("fs.open_replace", str(path), 0o600)[0] for _ in range(2))
    for handle, text in ((first, b"a" * 100), (second, b"b" * 50)):
        held.ask("fs.write", handle, 0, text)
    held.ask("fs.commit", second)
    assert path.read_text() == "b" * 50
    held.ask("fs.commit", first)
    assert path.read_text() == "a" * 100
    assert alone(path)


def twice_made(base: Path) -> list[Any]:
    held = door()
    new = str(base / "new")
    first, second = (held.ask("fs.open_replace", new, 0o600)[0] for _ in range(2))
    held.ask("fs.write", first, 0, b"first")
    held.ask("fs.write", second, 0, b"second")
    held.ask("fs.commit", first)
    held.ask("fs.commit", second)
    return [Path(new).read_text(), sorted(os.listdir(base))]


def test_of_two_who_make_a_file_the_last_has_it(path: Path) -> None:
    wanted = ["second", ["file", "new"]]
    assert twice_made(path.parent) == wanted
    (path.parent / "new").unlink()
    assert without_tmpfile(lambda: twice_made(path.parent)) == wanted


def test_a_directory_that_is_gone_is_an_error(path: Path) -> None:
    directory = path.parent / "directory"
    directory.mkdir()
    held = door()
    handle = held.ask("fs.open_replace", str(directory / "new"), 0o600)[0]
    directory.rmdir()
    assert held.answer("fs.commit", handle)[2] == errno.ENOENT
    assert held.answer("fs.commit", handle)[2] == errno.EBADF


def test_a_handle_given_up_publishes_nothing(path: Path) -> None:
    held = door()
    handle = held.ask("fs.open_replace", str(path), 0o600)[0]
    held.ask("fs.write", handle, 0, b"new")
    held.ask("fs.close", handle)
    assert path.read_text() == OLD
    assert alone(path)


def hidden(path: Path) -> list[Any]:
    held = door()
    replaced = held.ask("fs.open_replace", str(path), 0o600)[0]
    held.ask("fs.write", replaced, 0, b"new")
    during = sorted(os.listdir(path.parent))
    held.ask("fs.commit", replaced)
    given_up = held.ask("fs.open_replace", str(path), 0o600)[0]
    held.ask("fs.write", given_up, 0, b"never")
    held.ask("fs.close", given_up)
    made = held.ask("fs.open_replace", str(path.parent / "made"), 0o604)[0]
    held.ask("fs.write", made, 0, b"made")
    held.ask("fs.commit", made)
    held.ask("fs.copy", str(path), str(path.parent / "made"))
    left = held.ask("fs.open_replace", str(path), 0o600)[0]
    held.ask("fs.write", left, 0, b"left")
    held.handles.close_all()
    return during


def modes(path: Path) -> list[int]:
    seen = []
    inherit = replacement.Replacement._inherit

    def looking(self: replacement.Replacement, entry: Entry, old: os.stat_result) -> None:
        seen.append(stat.S_IMODE(os.fstat(self.fd).st_mode))
        inherit(self, entry, old)
        seen.append(stat.S_IMODE(os.fstat(self.fd).st_mode))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(replacement.Replacement, "_inherit", looking)
        held = door()
        held.ask("fs.open_replace", str(path), 0o666)
        held.handles.close_all()
    return seen


def test_what_replaces_a_file_can_at_no_time_be_opened_by_who_may_not_open_that(path: Path) -> None:
    os.chmod(path, 0o640)
    assert modes(path) == without_tmpfile(lambda: modes(path)) == [0o600, 0o640]


def test_without_such_files_a_hidden_name_is_used_and_goes(path: Path) -> None:
    os.chmod(path, 0o640)
    during = without_tmpfile(lambda: hidden(path))
    assert len(during) == 2
    assert during[0].startswith(".rexpy-"), "the file was without a name, so nothing was tested"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (path.parent / "made").read_text() == "new"
    assert stat.S_IMODE((path.parent / "made").stat().st_mode) == 0o604
    assert sorted(os.listdir(path.parent)) == ["file", "made"]
