"""Operations that could go on for hours, or over what changes meanwhile, end with the run and leave nothing behind."""

import os
from pathlib import Path

import pytest

import rexpy
from hostapi.errors import RunOver
from hostapi.grant import Deadline
from tests.broker.doors import door
from tests.broker.runs import EVERYTHING, PRINCIPAL, growing_at_most, nothing_left
from tests.protocol.attacking import attack

TEBIBYTE = 1 << 40


def test_a_copy_ends_with_the_run(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(4 * TEBIBYTE)
    with nothing_left():
        result = rexpy.run(
            "import shutil\ntry:\n    shutil.copyfile('sparse', 'copy')\nexcept OSError as error:\n    print(error)",
            policy=EVERYTHING,
            principal=PRINCIPAL,
            cwd=tmp_path,
            limits=rexpy.Limits(wall_s=1, written_bytes=1 << 52),
        )
    assert result.exit_code == 124
    assert result.stdout == "", "an error of the system is no end of a run, and the script could go on from it"
    assert os.listdir(tmp_path) == ["sparse"]


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_run_that_is_over_copies_nothing(tmp_path: Path, size: int) -> None:
    (tmp_path / "file").write_bytes(b"x" * size)
    deadline = Deadline()
    deadline.until = 0.0
    held = door(deadline=deadline)
    with pytest.raises(RunOver), nothing_left():
        held.ask("fs.copy", str(tmp_path / "file"), str(tmp_path / "copy"))
    assert os.listdir(tmp_path) == ["file"]


def test_a_directory_that_changes_while_it_is_listed(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"first{number}").touch()
    held = door()
    handle, names, kinds = held.ask("fs.list", str(tmp_path))
    seen = names.split("/")
    for name in os.listdir(tmp_path):
        os.unlink(tmp_path / name)
    for number in range(3000):
        (tmp_path / f"later{number}").mkdir()
    while handle >= 0:
        handle, names, more = held.ask("fs.list_more", handle)
        seen += names.split("/") if names else []
        kinds += more
    assert len(seen) == len(kinds) == len(set(seen))
    assert set(kinds) <= set("fdo"), "what is gone when it is looked at is of no kind"
    held.handles.require_room()


def test_what_a_worker_publishes_is_bounded(tmp_path: Path) -> None:
    """A metric is at most a header of 64 KiB, and a thousand are kept; of others there is less."""
    code = """
        w.begin()
        wide = chr(0x1f600)
        dimensions = [text for number in range(30) for text in (f"k{number}" + wide * 200, wide * 250)]
        metric = json.dumps([METRIC, 1, "n" + wide * 200, 1.0, "COUNT", dimensions], ensure_ascii=False).encode()
        alarm = json.dumps([ALARM, 1, "n" * 200]).encode()
        for _ in range(1500):
            w.raw(w.frame(metric) + w.frame(alarm, b"x" * 50_000))
        w.done()
    """
    with growing_at_most(100):
        result = attack(tmp_path, code)
    assert (result.exit_code, result.truncated) == (0, True)
    assert (len(result.metrics), len(result.alarms)) == (1000, 100)
