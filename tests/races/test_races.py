"""Invariant: whatever another process does to names meanwhile, what is opened, listed, written or removed is what was authorized."""

import contextlib
import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hostapi.registry import BY_NAME
from rexpy.broker.handles import Handles
from rexpy.broker.refusal import Refused
from tests.every_operation.test_every_operation import gate

SECONDS = 2.0
SECRET = b"SECRET"

_SWAPPER = """
import os, sys
first, second, spare = sys.argv[1:]
while True:
    # Two names change places, over and over: a directory or file and a link to something that is not granted.
    os.rename(first, spare); os.rename(second, first); os.rename(spare, second)
"""


@contextlib.contextmanager
def swapping(first: Path, second: Path) -> Iterator[None]:
    """Let another process exchange two names for as long as the block runs."""
    with subprocess.Popen(
        [sys.executable, "-c", _SWAPPER, first, second, f"{second}-spare"], stderr=subprocess.DEVNULL
    ) as other:
        try:
            time.sleep(0.1)
            yield
            assert other.poll() is None, "the other process gave up, so nothing was raced"
        finally:
            other.kill()


def all_below(*directories: Path) -> list[tuple[str, str, str]]:
    """Return permits for everything that the races ask on the granted entries."""
    made = []
    for directory in directories:
        made += [(action, "Dir", str(directory)) for action in ("open", "read", "create", "delete", "stat")]
        for name in ("file", "new"):
            made += [
                (action, "File", str(directory / name))
                for action in ("open", "read", "write", "create", "delete", "stat", "chmod")
            ]
    return made


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    granted, secret = tmp_path / "granted", tmp_path / "secret"
    for directory, content in ((granted, b"public"), (secret, SECRET)):
        directory.mkdir()
        (directory / "file").write_bytes(content)
        os.chmod(directory / "file", 0o644)
    return granted, secret


def race(work: Callable[[], None]) -> dict[str, int]:
    """Run `work` for a while; return how often it succeeded, was refused, and met another error."""
    ends = {"done": 0, "refused": 0, "failed": 0}
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            work()
            ends["done"] += 1
        except Refused:
            ends["refused"] += 1
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY):
                raise
            ends["failed"] += 1
    return ends


def test_a_directory_swapped_with_a_link(place: tuple[Path, Path]) -> None:
    granted, secret = place
    link = granted.parent / "link"
    link.symlink_to(secret)
    handles = Handles(64)
    door = gate(all_below(granted), handles)

    def read() -> None:
        number, _, data = door.perform(BY_NAME["fs.open_read"], [str(granted / "file")])
        handles.close(number)
        assert data == b"public"

    with swapping(granted, link):
        ends = race(read)
    assert ends["done"] > 50
    assert ends["refused"] + ends["failed"] > 50, "the swap was never met, so nothing was tested"


def test_a_file_swapped_with_a_link(place: tuple[Path, Path]) -> None:
    granted, secret = place
    (granted / "link").symlink_to(secret / "file")
    handles = Handles(64)
    door = gate(all_below(granted), handles)

    def read_and_write() -> None:
        number, _, data = door.perform(BY_NAME["fs.open_read"], [str(granted / "file")])
        handles.close(number)
        assert data in (b"public", b"changed")
        opened = door.perform(BY_NAME["fs.open_write"], [str(granted / "file"), False, False, True, False, 0o600])[0]
        door.perform(BY_NAME["fs.write"], [opened, 0, b"changed"])
        handles.close(opened)

    with swapping(granted / "file", granted / "link"):
        ends = race(read_and_write)
    assert ends["done"] > 20
    assert ends["refused"] > 20
    assert (secret / "file").read_bytes() == SECRET


@pytest.mark.parametrize("operation", ["fs.unlink", "fs.open_replace", "fs.chmod", "fs.mkdir"])
def test_changes_never_reach_the_other_directory(place: tuple[Path, Path], operation: str) -> None:
    granted, secret = place
    link = granted.parent / "link"
    link.symlink_to(secret)
    handles = Handles(64)
    door = gate([*all_below(granted), ("create", "Dir", str(granted / "new"))], handles)
    before = sorted((entry.name, entry.stat().st_mode, entry.stat().st_ino) for entry in os.scandir(secret))

    def change() -> None:
        if operation == "fs.unlink":
            opened = door.perform(BY_NAME["fs.open_write"], [str(granted / "new"), True, False, False, False, 0o600])[0]
            handles.close(opened)
            door.perform(BY_NAME["fs.unlink"], [str(granted / "new")])
        elif operation == "fs.open_replace":
            opened = door.perform(BY_NAME["fs.open_replace"], [str(granted / "file"), 0o600])[0]
            door.perform(BY_NAME["fs.write"], [opened, 0, b"public"])
            door.perform(BY_NAME["fs.commit"], [opened])
        elif operation == "fs.chmod":
            door.perform(BY_NAME["fs.chmod"], [str(granted / "file"), 0o600, True])
        else:
            with contextlib.suppress(FileExistsError):
                door.perform(BY_NAME["fs.mkdir"], [str(granted / "new"), 0o700])

    with swapping(granted, link):
        ends = race(change)
    handles.close_all()
    assert ends["done"] > 20
    assert sorted((entry.name, entry.stat().st_mode, entry.stat().st_ino) for entry in os.scandir(secret)) == before
    assert (secret / "file").read_bytes() == SECRET
