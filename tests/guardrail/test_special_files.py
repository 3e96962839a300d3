"""FIFOs, sockets and devices are never opened: they are refused at once, looked at where granted, and may be removed."""

import errno
import os
import socket
import stat
import time
from pathlib import Path

import pytest

from tests.broker.doors import door
from tests.broker.runs import below, run, value

OPENING = {
    "fs.open_read": [],
    "fs.open_write": [True, False, True, False, 0o600],
    "fs.open_update": [True, False, False, False, 0o600],
    "fs.open_replace": [0o600],
    "fs.truncate": [0],
}
DEVICES = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/tty", "/dev/ptmx", "/dev/kmsg", "/dev/mem"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    (tmp_path / "file").write_text("plain")
    return tmp_path


@pytest.mark.parametrize("operation", OPENING)
def test_a_fifo_is_refused_before_it_can_block(place: Path, operation: str) -> None:
    held = door()
    started = time.monotonic()
    for name in ("fifo", "link"):
        with pytest.raises(OSError, match="Not a regular file") as caught:
            held.ask(operation, str(place / name), *OPENING[operation])
        assert caught.value.errno == errno.EINVAL
    assert time.monotonic() - started < 1
    assert stat.S_ISFIFO(os.lstat(place / "fifo").st_mode)


@pytest.mark.parametrize("path", DEVICES)
def test_a_device_is_refused_by_every_opening(path: str) -> None:
    if not os.path.exists(path):
        pytest.skip(f"there is no {path} here")
    held = door()
    for operation, more in OPENING.items():
        with pytest.raises(OSError, match="Not a regular file") as caught:
            held.ask(operation, path, *more)
        assert caught.value.errno == errno.EINVAL
    assert stat.S_ISCHR(held.ask("fs.stat", path, True)[0])


def test_a_socket_is_refused(short: Path) -> None:
    path = str(short / "socket")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path)
        for operation, more in OPENING.items():
            with pytest.raises(OSError, match="Not a regular file"):
                door().ask(operation, path, *more)
    door().ask("fs.unlink", path)


def test_copying_from_or_onto_one_is_refused(place: Path) -> None:
    held = door()
    for source, target in (("fifo", "file"), ("file", "fifo"), ("fifo", "new")):
        with pytest.raises(OSError, match="Not a regular file"):
            held.ask("fs.copy", str(place / source), str(place / target))
    with pytest.raises(OSError, match="Not a regular file"):
        held.ask("fs.copy", "/dev/zero", str(place / "file"))
    assert sorted(os.listdir(place)) == ["fifo", "file", "link"]
    assert (place / "file").read_text() == "plain"


def test_a_directory_is_no_file_and_a_file_no_directory(place: Path) -> None:
    held = door()
    for operation, more in OPENING.items():
        assert held.answer(operation, str(place), *more)[2] == errno.EISDIR, operation
    assert held.answer("fs.list", str(place / "file"))[2] == errno.ENOTDIR
    assert held.answer("fs.list", str(place / "fifo"))[2] == errno.ENOTDIR
    assert held.answer("fs.rmdir", str(place / "file"))[2] == errno.ENOTDIR
    assert held.answer("fs.unlink", str(place))[2] == errno.EISDIR
    assert held.answer("fs.open_read", str(place / "file" / "below"))[2] == errno.ENOTDIR


def test_a_script_meets_plain_errors_and_goes_on(place: Path) -> None:
    script = """
        base = args["base"]
        got = [attempt(open, base + "/fifo"), attempt(open, base + "/fifo", "w"), attempt(open, base + "/fifo", "a"), attempt(open, "/dev/zero", "rb"),
               attempt(open, "/dev/full", "w"), attempt(open, base), attempt(os.listdir, base + "/file")]
        stat.S_ISFIFO(os.stat(base + "/fifo").st_mode)
        os.unlink(base + "/fifo")
        [one[:2] for one in got] + [os.path.exists(base + "/fifo"), sorted(os.listdir(base))]
    """
    got = value("import stat\n" + script.replace("\n        ", "\n"), args={"base": str(place)})
    refused = ["OSError", errno.EINVAL]
    assert got == [refused] * 5 + [
        ["IsADirectoryError", errno.EISDIR],
        ["NotADirectoryError", errno.ENOTDIR],
        False,
        ["file", "link"],
    ]


def test_without_a_grant_it_is_a_denial_like_any_other(place: Path) -> None:
    result = run(
        "attempt(open, args['path'])", policy_text=below(place / "nowhere"), args={"path": str(place / "fifo")}
    )
    assert result.value[0] == "PermissionError"
    assert len(result.denials) == 1
