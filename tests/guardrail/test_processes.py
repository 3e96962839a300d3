"""Invariant: the /proc entries of the broker, its threads, the launcher and the worker are never served, however they are spelt."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import rexpy
from tests.broker.doors import door
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL, children, policy

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="this system has no /proc")
ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    "",
    "environ",
    "mem",
    "maps",
    "cmdline",
    "status",
    "fd",
    "fd/0",
    "fdinfo",
    "task",
    "root",
    "cwd",
    "exe",
    "ns",
    "ns/pid",
    "auxv",
    "stat",
    "pagemap",
    "map_files",
]


@contextmanager
def thread() -> Iterator[int]:
    """Hold another thread of this process; its number."""
    told: list[int] = []
    known, end = threading.Event(), threading.Event()

    def hold() -> None:
        told.append(threading.get_native_id())
        known.set()
        end.wait()

    other = threading.Thread(target=hold)
    other.start()
    known.wait()
    try:
        yield told[0]
    finally:
        end.set()
        other.join()


def ways(base: Path, tid: int, other: int) -> list[str]:
    """Return every way to the entries of this process, a thread of it, and another process that counts as the run's."""
    pid = os.getpid()
    (base / "proc").symlink_to("/proc")
    (base / "self").symlink_to("/proc/self")
    (base / "twice").symlink_to(base / "self")
    (base / "up").symlink_to("../../../../../../../../../proc/self")
    return [
        "/proc/self", "/proc/thread-self", f"/proc/{pid}", f"/proc/{tid}", f"/proc/{other}",
        f"/proc/{pid}/task/{tid}", f"/proc/self/task/{tid}", f"/proc/{other}/task/{other}",
        str(base / "self"), str(base / "twice"), str(base / "up"), str(base / "proc" / str(pid)), str(base / "proc" / "thread-self"),
    ]  # fmt: skip


LOOKS = {
    "open": lambda door, path: door.answer("fs.open_read", path),
    "write": lambda door, path: door.answer("fs.open_write", path, False, False, False, False, 0o600),
    "update": lambda door, path: door.answer("fs.open_update", path, False, False, False, False, 0o600),
    "replace": lambda door, path: door.answer("fs.open_replace", path, 0o600),
    "list": lambda door, path: door.answer("fs.list", path),
    "stat": lambda door, path: door.answer("fs.stat", path, True),
    "lstat": lambda door, path: door.answer("fs.stat", path, False),
    "access": lambda door, path: door.answer("fs.access", path, 4),
    "readlink": lambda door, path: door.answer("fs.readlink", path),
    "statvfs": lambda door, path: door.answer("fs.statvfs", path),
    "truncate": lambda door, path: door.answer("fs.truncate", path, 0),
    "chmod": lambda door, path: door.answer("fs.chmod", path, 0o777, True),
}
ELSEWHERE = {"root", "cwd", "exe", "fd/0", "ns/pid"}
"""Links out of /proc. Following one is asked as the place that it leads to; what the link itself is, is not served."""


@pytest.mark.parametrize("look", LOOKS)
def test_no_way_leads_to_the_entries_of_the_run(tmp_path: Path, look: str) -> None:
    with thread() as tid:
        held = door(pids=lambda: {os.getppid()})
        served = []
        for way in ways(tmp_path, tid, os.getppid()):
            for name in NAMES:
                path = f"{way}/{name}".rstrip("/")
                if name in ELSEWHERE and look not in ("lstat", "readlink"):
                    continue
                if not name and look in ("lstat", "readlink") and way.startswith(str(tmp_path)):
                    continue  # the link that the test made
                answer = LOOKS[look](held, path)
                if answer[0] != "error":
                    served.append((path, answer))
        assert not served


@pytest.mark.parametrize("look", ["open", "list", "stat", "access"])
def test_a_link_out_of_proc_is_asked_as_where_it_leads(tmp_path: Path, look: str) -> None:
    """Without a permit for that place the answer is a denial, and the link's own place says no more."""
    held = door('permit(principal, action, resource in file_system::Dir::"/proc");')
    for name in ELSEWHERE:
        assert LOOKS[look](held, f"/proc/self/{name}")[0] in ("denied", "error")


def test_what_belongs_to_others_is_the_policys_affair() -> None:
    held = door(pids=lambda: {os.getpid()})
    for path in ("/proc/meminfo", "/proc/cpuinfo", "/proc/sys/kernel/ostype", "/proc/1/stat"):
        if os.access(path, os.R_OK):
            assert held.answer("fs.open_read", path)[0] == "done", path
    assert held.answer("fs.list", "/proc")[0] == "done"
    assert held.answer("fs.stat", "/proc/1", True)[0] == "done"
    assert door("").answer("fs.open_read", "/proc/meminfo")[0] == "denied"


def test_a_number_in_another_path_is_no_process(tmp_path: Path) -> None:
    place = tmp_path / "proc" / str(os.getpid())
    place.mkdir(parents=True)
    (place / "environ").write_text("mine")
    held = door(pids=lambda: {os.getpid()})
    assert held.ask("fs.open_read", str(place / "environ"))[2] == b"mine"


def test_a_whole_run_finds_its_processes_closed() -> None:
    """The script tries every process that /proc lists; those that it cannot look at are the run's own, and all of them."""
    script = (
        ATTEMPT
        + """
closed = []
for name in sorted(os.listdir("/proc")) + args["threads"]:
    if name.isdigit():
        got = [attempt(read, f"/proc/{name}/{file}") for file in ("stat", "environ", "maps")] + [attempt(os.listdir, f"/proc/{name}")]
        if all("rexpy's own" in str(answer[2]) for answer in got if answer[0] != "done") and got[0][0] != "done":
            closed.append(int(name))
print("now", flush=True)
[closed, attempt(read, "/proc/self/environ")[1], attempt(os.listdir, "/proc/self")[1], attempt(os.readlink, "/proc/self")[1]]
"""
    )
    running: set[int] = set()

    def look(stream: int, text: str) -> None:
        launchers = children()
        running.update(launchers | {os.getpid()})
        for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
            try:
                above = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if above in launchers:
                running.add(pid)

    before = children()
    with thread() as tid:
        result = rexpy.run(
            script, policy=policy(EVERYTHING), principal=PRINCIPAL, args={"threads": [str(tid)]}, on_output=look
        )
        assert result.error is None, result.error
        closed = set(result.value[0])
        assert closed >= (running - before)
        assert {os.getpid(), tid} <= closed
        assert len(running - before) >= 3, "launcher and worker were not found, so nothing was tested"
    assert result.value[1:] == [13, 13, 13]
    assert result.denials == ()


def in_namespace(module: str, *arguments: str, options: tuple[str, ...]) -> dict[str, object]:
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("mount") is None:
        pytest.skip("mounting needs root, unshare and mount")
    command = ["unshare", *options, sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode and "Operation not permitted" in done.stderr:
        pytest.skip("this host does not let root unshare or mount")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_mounted_elsewhere_they_stay_closed(tmp_path: Path, spare_entries: Path) -> None:
    answers = in_namespace("tests.guardrail.proc_program", str(tmp_path), options=("--mount",))
    refused = ["error", "PermissionError", 13]
    assert answers.pop("policies changed through a mount") == []
    assert answers.pop("a second proc's figures") == ["done", "done"]
    assert len(answers) == 4
    assert all(got == refused for each in answers.values() for got in each), answers  # type: ignore[attr-defined]


def test_the_proc_of_another_namespace_shows_no_process(tmp_path: Path) -> None:
    answers = in_namespace("tests.guardrail.foreign_proc", options=("--pid", "--fork"))
    assert answers["pid"] == 1
    assert answers["self"] != "1"
    assert answers["known"] != 0
    assert answers["opened"] == []
    assert answers["listed"] == []
    assert answers["figures"] == "done"


REUSED = """
import os, subprocess, sys
import rexpy

place = sys.argv[1]
subprocess.run(["mount", "-t", "tmpfs", "rexpy", place], check=True)
open(place + "/file", "w").close()
before = os.stat(place).st_dev

def change(stream, text):
    if os.path.exists(place + "/file"):
        subprocess.run(["umount", place], check=True)
        subprocess.run(["mount", "-t", "proc", "rexpy", place], check=True)

script = '''
import os
for turn in range(3):
    open(args["place"] + "/file").read()
    os.stat(args["place"])
print("now", flush=True)
found = []
for name in ("environ", "status"):
    try:
        found.append(open(f"{args['place']}/{args['pid']}/{name}", "rb").read()[:20])
    except PermissionError as error:
        found.append("refused" if "own processes" in str(error) else str(error))
[str(each) for each in found]
'''
result = rexpy.run(script, policy="permit(principal, action, resource);", principal='User::"u"', on_output=change,
                   args={"place": place, "pid": os.getpid()})
same = os.stat(place).st_dev == before
print(same, result.value, result.error)
"""


def test_a_device_number_that_comes_again_is_looked_at_again(tmp_path: Path) -> None:
    """A tmpfs that is unmounted in the middle of a run, and procfs mounted in its place, with its number."""
    place = tmp_path / "place"
    place.mkdir()
    command = ["unshare", "-m", sys.executable, "-c", REUSED, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and ("unshare" in done.stderr or "mount" in done.stderr):
        pytest.skip("mounting needs root, and a container that lets it")
    said = done.stdout.splitlines()[-1]
    if said.startswith("False"):
        pytest.skip("the number was not given again")
    assert said == "True ['refused', 'refused'] None", done
