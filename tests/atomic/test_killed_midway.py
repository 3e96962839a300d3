"""Writing a whole file leaves the old one or the new one, whatever dies when, and nothing beside it."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rexpy.broker.limits import Limits
from tests.broker.runs import children, run, value

ROOT = Path(__file__).resolve().parents[2]
OLD = "old content"
WRITING = """
file = open(args["path"], "w")
file.write("new content" * 20000)
file.flush()
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "file"
    made.write_text(OLD)
    return made


def alone(path: Path) -> bool:
    return os.listdir(path.parent) == [path.name]


def parents() -> dict[int, int]:
    """Return the parent of every process that can be seen."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            found[int(name)] = int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return found


def test_the_wall_limit_midway_leaves_the_old_file(path: Path) -> None:
    seen: list[str] = []
    result = run(
        WRITING,
        limits=Limits(wall_s=0.4),
        args={"path": str(path)},
        on_output=lambda stream, text: seen.append(path.read_text()),
    )
    assert result.exit_code == 124
    assert seen == [OLD], "the file changed before it was whole"
    assert path.read_text() == OLD
    assert alone(path)


def test_a_worker_killed_midway_leaves_the_old_file(path: Path) -> None:
    def kill(stream: int, text: str) -> None:
        launchers = children()
        for pid, parent in parents().items():
            if parent in launchers:
                os.kill(pid, signal.SIGKILL)

    started = time.monotonic()
    result = run(WRITING, args={"path": str(path)}, on_output=kill)
    assert time.monotonic() - started < 30
    assert not result.ok
    assert result.stdout == "written\n"
    assert path.read_text() == OLD
    assert alone(path)


def test_a_broker_killed_midway_leaves_the_old_file_and_no_process(path: Path) -> None:
    command = [sys.executable, "-m", "tests.atomic.broker", WRITING, json.dumps({"path": str(path)})]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as broker:
        assert broker.stdout is not None
        assert broker.stdout.readline() == b"written\n"
        tree = parents()
        launchers = {pid for pid, parent in tree.items() if parent == broker.pid}
        family = launchers | {pid for pid, parent in tree.items() if parent in launchers}
        assert len(family) == 2
        broker.kill()
    until = time.monotonic() + 5
    while family & set(parents()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not family & set(parents())
    assert path.read_text() == OLD
    assert alone(path)


@pytest.mark.parametrize("after_s", [0.0, 0.005, 0.02, 0.05])
def test_a_broker_killed_while_it_copies_leaves_one_file_or_the_other(path: Path, after_s: float) -> None:
    source = path.parent / "source"
    with source.open("wb") as file:
        file.truncate(512 << 20)
    script = 'print("go", flush=True)\nwhile True: shutil.copyfile(args["source"], args["path"])'
    command = [
        sys.executable,
        "-m",
        "tests.atomic.broker",
        script,
        json.dumps({"path": str(path), "source": str(source)}),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as broker:
        assert broker.stdout is not None
        assert broker.stdout.readline() == b"go\n"
        time.sleep(after_s)
        broker.kill()
    assert path.stat().st_size in (len(OLD), 512 << 20)
    assert sorted(os.listdir(path.parent)) == ["file", "source"]


def test_a_script_that_ends_without_closing_has_written_its_file(path: Path) -> None:
    result = run("file = open(args['path'], 'w')\nfile.write('new')", args={"path": str(path)})
    assert result.error is None
    assert path.read_text() == "new"


def test_a_write_that_failed_is_not_published(path: Path) -> None:
    script = """
        file = open(args["path"], "w")
        file.write("x" * 100)
        file.flush()
        file.write("y" * 1000)
        [attempt(file.flush)[1], attempt(file.close)[0]]
    """
    assert value(script, limits=Limits(written_bytes=500), args={"path": str(path)})[0] == errno.EDQUOT
    assert path.read_text() == OLD
    assert alone(path)
