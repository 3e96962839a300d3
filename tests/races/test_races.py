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
AT_MOST_S = 120.0
"""How long a race goes on where a loaded machine lets neither side do anything."""
MET = 20
"""How often the work must have succeeded, and must have met the other side, for a race to mean something."""
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


def race(work: Callable[[], None], *met: str) -> None:
    """Run `work` for a while, and until it was `done` and `met` (refused, or failed) often enough."""
    ends = {"done": 0, "refused": 0, "failed": 0}
    start = time.monotonic()
    while (spent := time.monotonic() - start) < SECONDS or not _enough(ends, met):
        assert spent < AT_MOST_S, f"the swap was hardly met, so nothing was tested: {ends}"
        try:
            work()
            ends["done"] += 1
        except Refused:
            ends["refused"] += 1
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY):
                raise
            ends["failed"] += 1


def _enough(ends: dict[str, int], met: tuple[str, ...]) -> bool:
    return ends["done"] > MET and (not met or sum(ends[each] for each in met) > MET)


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
        race(read, "refused", "failed")


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
        race(read_and_write, "refused")
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
        race(change)
    handles.close_all()
    assert sorted((entry.name, entry.stat().st_mode, entry.stat().st_ino) for entry in os.scandir(secret)) == before
    assert (secret / "file").read_bytes() == SECRET
