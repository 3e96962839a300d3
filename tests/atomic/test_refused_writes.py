"""What the system refuses, a script is told, and the old file stands: read-only files and directories, full disks."""

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.atomic.children import as_nobody
from tests.broker.doors import door

ROOT = Path(__file__).resolve().parents[2]
OLD = "old content"


def owned_by_the_tester(base: Path) -> Path:
    """Return a directory that an ordinary user owns, reachable for him."""
    directory = base / "own"
    directory.mkdir()
    (directory / "file").write_text(OLD)
    if os.geteuid() == 0:
        for each in (directory, directory / "file"):
            os.chown(each, 65534, 65534)
        for above in list(directory.parents)[:-2]:
            if not above.stat().st_mode & stat.S_IXOTH:
                os.chmod(above, 0o711)
    return directory


def test_a_file_that_is_read_only_is_not_replaced(tmp_path: Path) -> None:
    directory = owned_by_the_tester(tmp_path)
    os.chmod(directory / "file", 0o444)

    def work() -> list[Any]:
        held = door()
        target = str(directory / "file")
        (directory / "other").write_text("new")
        return [
            held.answer("fs.open_replace", target, 0o600)[1:3],
            held.answer("fs.open_write", target, False, False, True, False, 0o600)[1:3],
            held.answer("fs.copy", str(directory / "other"), target)[1:3],
        ]

    assert as_nobody(work) == [["PermissionError", errno.EACCES]] * 3
    assert (directory / "file").read_text() == OLD


def test_a_directory_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    directory = owned_by_the_tester(tmp_path)
    os.chmod(directory, 0o555)

    def work() -> list[Any]:
        held = door()
        target = str(directory / "file")
        in_place = held.ask("fs.open_write", target, False, False, True, False, 0o600)[0]
        held.ask("fs.write", in_place, 0, b"in place")
        return [
            held.answer("fs.open_replace", target, 0o600),
            held.answer("fs.open_replace", str(directory / "new"), 0o600),
        ]

    answers = as_nobody(work)
    os.chmod(directory, 0o755)
    for answer in answers:
        assert answer[1:3] == ["PermissionError", errno.EACCES]
        assert "temporary file in the same directory; mode 'r+' writes in place" in answer[3]
    assert (directory / "file").read_text() == "in place"


@pytest.mark.skipif(os.geteuid() != 0, reason="another user's file needs root to make")
def test_the_file_of_another_user_stays_his(tmp_path: Path) -> None:
    directory = owned_by_the_tester(tmp_path)
    os.chown(directory / "file", 0, 0)
    os.chmod(directory / "file", 0o666)
    os.chown(directory, 0, 0)
    os.chmod(directory, 0o1777)
    answer = as_nobody(lambda: door().answer("fs.open_replace", str(directory / "file"), 0o600))
    assert answer[2] in (errno.EPERM, errno.EACCES)
    assert (directory / "file").read_text() == OLD
    assert (directory / "file").stat().st_uid == 0
    assert os.listdir(directory) == ["file"]


def test_a_full_disk_is_an_error_and_the_old_file_stands(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("mount") is None:
        pytest.skip("mounting a small file system needs root, unshare and mount")
    script = """
path = args["base"] + "/file"
write(path, "small")
got = [attempt(write, path, "x" * 1000000), attempt(shutil.copyfile, args["large"], path)]
file = open(args["base"] + "/log", "a")
got.append(attempt(file.write, "x" * 1000000))
attempt(file.close)
got + [read(path), sorted(os.listdir(args["base"]))]
"""
    (tmp_path / "large").write_bytes(bytes(range(256)) * 4096)
    (tmp_path / "small").mkdir()
    given = json.dumps({"base": str(tmp_path / "small"), "large": str(tmp_path / "large")})
    inner = 'mount -t tmpfs -o size=256k none "$1" && exec "$2" -m tests.atomic.broker "$3" "$4"'
    command = ["unshare", "--mount", "sh", "-c", inner, "sh", str(tmp_path / "small"), sys.executable, script, given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if "Operation not permitted" in done.stderr or "permission denied" in done.stderr:
        pytest.skip("this host does not let root mount")
    assert done.returncode == 0, done.stderr
    found, error = json.loads(done.stdout)
    assert error is None
    for answer in found[:3]:
        assert answer[:2] == ["OSError", errno.ENOSPC], answer
    assert found[0][3] is None or found[0][3].endswith("/small/file")
    assert found[3] == "small"
    assert found[4] == ["file", "log"]
