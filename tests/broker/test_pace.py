"""Broker and worker go apart only where a second processor is to spare, and whatever happens then ends as before."""

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from rexpy.broker import pace, room
from rexpy.broker.affinity import Processors
from rexpy.broker.buffer import Buffer, create
from rexpy.broker.limits import Limits
from rexpy.broker.pace import LEAST_BETWEEN, MOST_BETWEEN, WINDOW, Pace
from rexpy.wire import limits as wire_limits
from rexpy.worker import channel as worker_channel
from rexpy.worker.channel import MOST_LEFT_OUT, Channel
from rexpy.worker.shared import Shared
from tests.broker.runs import nothing_left, run
from tests.limits.test_limits import ended_by
from tests.protocol.attacking import attack

_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
two = pytest.mark.skipif(_PROCESSORS < 2, reason="this process may use one processor only")


class Clocks:
    """Clocks that a microsecond passes on with every look: those of the thread and the process as told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.idle = 0.0
        """Seconds for which the thread did not run."""
        self.elsewhere = 0.0
        """Seconds for which other threads of the process did."""

    def monotonic(self) -> float:
        self.now += 1e-6
        return self.now + self.idle

    def thread_time(self) -> float:
        return self.now

    def process_time(self) -> float:
        return self.now + self.elsewhere


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    """Make every run one that goes apart with its first calls, and stays so until the clocks say otherwise."""
    made = Clocks()
    for name in ("monotonic", "thread_time", "process_time"):
        monkeypatch.setattr(pace, f"_{name}", getattr(made, name))
    monkeypatch.setattr(room, "others", lambda own: 0)
    monkeypatch.setattr(room, "quota", lambda: float("inf"))
    return made


class Course:
    """A pace with a worker that sends whatever it is told, and sleeps."""

    def __init__(self) -> None:
        self.sock, self.peer = socket.socketpair()
        self.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.buffer = Buffer(create())
        self.processors = Processors({self.process.pid})
        self.processors.__enter__()
        self.pace = Pace(self.sock, self.processors, self.buffer)

    def messages(self, count: int, meanwhile: Callable[[], None] = lambda: None) -> list[int]:
        """Pass that many messages; return after which of them it went apart."""
        found = []
        for number in range(count):
            before = self.apart
            self.peer.send(b"x")
            meanwhile()
            assert self.pace.receive(16, due=True) == b"x"
            if self.apart and not before:
                found.append(number + 1)
        return found

    @property
    def apart(self) -> bool:
        """Where the worker is, which it is told as well."""
        ours, theirs = os.sched_getaffinity(0), os.sched_getaffinity(self.process.pid)
        assert len(ours) == 1
        told = self.buffer._map is not None and bool(self.buffer._map[wire_limits.MAX_BLOB])
        assert told == ours.isdisjoint(theirs)
        return told

    def close(self) -> None:
        """Undo everything."""
        self.processors.__exit__(None, None, None)
        self.process.communicate()
        self.buffer.close()
        self.sock.close()
        self.peer.close()


@pytest.fixture
def course(clocks: Clocks) -> Iterator[Course]:
    """Return a course under clocks that one can set."""
    allowed = os.sched_getaffinity(0)
    made = Course()
    yield made
    made.close()
    assert os.sched_getaffinity(0) == allowed


@two
def test_it_goes_apart_after_some_dozens_of_messages_and_stays(course: Course) -> None:
    assert course.messages(WINDOW - 1) == []
    assert course.messages(1000) == [1]
    assert course.apart


@two
def test_time_that_it_does_not_get_brings_it_back(course: Course, clocks: Clocks) -> None:
    course.messages(2 * WINDOW)
    assert course.apart
    clocks.idle += pace._MOST_LOST_S
    course.messages(WINDOW)
    assert not course.apart


@two
def test_one_look_in_vain_is_enough_where_much_is_lost(course: Course, clocks: Clocks) -> None:
    course.messages(2 * WINDOW)
    # The look ends without a message, which comes long after.
    real = course.pace._receive

    def late(size: int) -> bytes:
        clocks.idle += 1e-3
        course.peer.send(b"x")
        return real(size)

    course.pace._receive = late
    assert course.pace.receive(16, due=True) == b"x"
    course.pace._receive = real
    assert course.apart
    course.messages(1)
    assert not course.apart


@two
def test_it_is_tried_again_at_a_growing_distance(course: Course, clocks: Clocks) -> None:
    def fails() -> None:
        if course.apart:
            clocks.idle += 1e-3

    tries = course.messages(4 * MOST_BETWEEN, fails)
    between = [after - before for before, after in itertools.pairwise(tries)]
    assert between == sorted(between)
    assert LEAST_BETWEEN <= between[0] <= 2 * LEAST_BETWEEN
    assert MOST_BETWEEN <= between[-1] <= MOST_BETWEEN + 2 * WINDOW


@two
def test_what_went_well_for_long_is_tried_soon_again(course: Course, clocks: Clocks) -> None:
    def fails() -> None:
        if course.apart:
            clocks.idle += 1e-3

    course.messages(MOST_BETWEEN, fails)
    waited = course.pace._between
    assert waited > 4 * LEAST_BETWEEN
    course.messages(4 * MOST_BETWEEN)
    assert course.apart
    clocks.idle += 1e-3
    [again] = course.messages(2 * LEAST_BETWEEN)
    assert again <= LEAST_BETWEEN + 2 * WINDOW


@two
def test_who_answers_slowly_is_never_left(course: Course, clocks: Clocks) -> None:
    def computes() -> None:
        clocks.idle += 1.1 * wire_limits.LOOK_S

    assert course.messages(1000, computes) == []


@two
def test_threads_of_the_host_that_run_keep_it_together(course: Course, clocks: Clocks) -> None:
    def another_thread() -> None:
        clocks.elsewhere += 1.1 * pace._MOST_LOST_S / WINDOW

    assert course.messages(1000, another_thread) == []


@two
def test_a_crowded_machine_keeps_it_together(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "others", lambda own: _PROCESSORS - 1)
    assert course.messages(1000) == []


@two
def test_a_quota_below_two_processors_keeps_it_together(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "quota", lambda: 1.9)
    assert course.messages(1000) == []


@two
def test_it_looks_once_a_message_and_not_once_a_byte(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    course.messages(2 * WINDOW)
    looks = 0
    look = Pace._look

    def counted(self: Pace) -> None:
        nonlocal looks
        looks += 1
        look(self)

    monkeypatch.setattr(Pace, "_look", counted)
    for due in (True, False, False, False):
        course.peer.send(b"x")
        course.pace.receive(16, due=due)
    assert looks == 1


def test_without_shared_memory_nothing_is_tried(clocks: Clocks) -> None:
    sock, peer = socket.socketpair()
    with sock, peer:
        made = Pace(sock, Processors(set()), Buffer())
        for _ in range(1000):
            peer.send(b"x")
            made.receive(16, due=True)
        assert not made._apart
        peer.close()
        assert made.receive(16, due=True) == b""


# --- what the system says


V2 = {"/proc/self/cgroup": "0::/a/b\n"}
V1 = {"/proc/self/cgroup": "3:cpuset:/\n2:cpu,cpuacct:/x\n1:name=systemd:/cpu\n0::/\n"}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({}, float("inf")),
        (V2, float("inf")),
        (V2 | {"/sys/fs/cgroup/a/b/cpu.max": "max 100000\n"}, float("inf")),
        (V2 | {"/sys/fs/cgroup/a/b/cpu.max": "150000 100000\n"}, 1.5),
        (V2 | {"/sys/fs/cgroup/a/b/cpu.max": "400000 100000\n", "/sys/fs/cgroup/a/cpu.max": "50000 100000\n"}, 0.5),
        (V2 | {"/sys/fs/cgroup/cpu.max": "100000 100000\n"}, 1.0),
        (V1 | {"/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us": "-1\n"}, float("inf")),
        (
            V1
            | {
                "/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us": "50000\n",
                "/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us": "100000\n",
            },
            0.5,
        ),
    ],
)
def test_the_least_quota_counts(files: dict[str, str], wanted: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_text", lambda path: files.get(path, ""))
    assert room.quota() == wanted


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"/proc/loadavg": "0.0 0.0 0.0 1/99 7\n", "/proc/5/stat": "5 (x) S 1"}, 0),
        ({"/proc/loadavg": "0.0 0.0 0.0 2/99 7\n", "/proc/5/stat": "5 (x) S) R 1"}, 0),
        ({"/proc/loadavg": "0.0 0.0 0.0 2/99 7\n", "/proc/5/stat": "5 () R x) S 1"}, 1),
        ({"/proc/loadavg": "0.0 0.0 0.0 9/99 7\n"}, 8),
    ],
)
def test_the_worker_is_no_other(files: dict[str, str], wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_text", lambda path: files.get(path, ""))
    assert room.others([5, 6]) == wanted


def test_a_system_that_does_not_say_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_text", lambda path: "")
    assert room.others([]) > 1000


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_this_system_says() -> None:
    assert 0 <= room.others([]) < 1 << 16
    assert room.quota() > 0


# --- whole runs, apart


CALLS = f"for _ in range({3 * WINDOW}): attempt(os.stat, '/')\n"


@two
def test_a_run_goes_apart_and_leaves_the_thread_where_it_was(clocks: Clocks, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = os.sched_getaffinity(0)
    placed: list[dict[int, set[int]]] = []
    place = Processors._place

    def noted(self: Processors, pids: Iterable[int], processors: set[int]) -> bool:
        done = place(self, pids, processors)
        if len(placed) < 3:  # later the worker is gone
            placed.append({pid: os.sched_getaffinity(pid) for pid in self.pids | {0}})
        return done

    monkeypatch.setattr(Processors, "_place", noted)
    with nothing_left():
        result = run(CALLS + "print('lines')\n" * 20 + CALLS)
    assert result.error is None, result.error
    assert result.operations == {"fs.stat": 6 * WINDOW}
    assert result.stdout == "lines\n" * 20
    held, apart = placed[1], placed[2]
    assert len(held[0]) == 1
    assert all(processors == held[0] for processors in held.values())
    assert all(apart[pid] == allowed - held[0] for pid in apart if pid)
    assert apart[0] == held[0]
    assert os.sched_getaffinity(0) == allowed


@two
def test_the_wall_limit_ends_a_run_while_the_broker_looks(clocks: Clocks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LOOK_S", 1e9)
    started = time.monotonic()
    with nothing_left():
        result = run(CALLS + "time.sleep(1000)", limits=Limits(wall_s=1))
    ended_by(result, "wall_s", 124, "1 s", "--timeout")
    assert time.monotonic() - started < 10
    assert clocks.now > 1e-3


@two
@pytest.mark.parametrize("last", ["os._exit(3)", "ctypes.string_at(0)", "w.raw(b'x' * 64)", "w.raw(b'x'); os._exit(0)"])
def test_a_worker_that_ends_while_the_broker_looks(
    last: str, clocks: Clocks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pace, "LOOK_S", 1e9)
    code = f"""
        w.begin()
        for _ in range({3 * WINDOW}):
            w.ask("fs.stat", "/", True)
        time.sleep(0.05)
        {last}
    """
    with nothing_left():
        result = attack(tmp_path, code)
    assert result.exit_code == 125
    assert result.operations == {"fs.stat": 3 * WINDOW}


# --- the worker's side


class Looking:
    """A channel whose broker does not answer, and how often it looks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wire, self.peer = socket.socketpair()
        self.channel = Channel(self.wire)
        self.looks = 0
        real = self.channel._ready
        self.now = 0.0

        def counted(wait: int) -> list[tuple[int, int]]:
            self.looks += not self.began
            self.began = True
            return real(wait)

        def monotonic() -> float:
            self.now += 1e-6
            return self.now

        self.began = False
        self.channel._ready = counted  # type: ignore[assignment]
        monkeypatch.setattr(worker_channel, "_monotonic", monotonic)

    def calls(self, count: int) -> int:
        """Make calls, and return for how many of them the worker looked."""
        before = self.looks
        for _ in range(count):
            self.began = False
            self.channel._sequence += 1
            self.channel._look()
        return self.looks - before


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looking]:
    """Return a worker that looks."""
    made = Looking(monkeypatch)
    yield made
    made.wire.close()
    made.peer.close()


def test_a_script_that_waits_uses_no_time_for_it(looking: Looking) -> None:
    # Each look is 50 us of the worker's processor time: for a call that waits long, less than one.
    assert looking.calls(1000) <= 1000 / MOST_LEFT_OUT + 8
    assert looking.now < 2e-3


def test_replies_that_come_are_looked_for_each_time(looking: Looking) -> None:
    looking.calls(500)
    looking.peer.send(b"x")
    looking.calls(MOST_LEFT_OUT + 1)
    assert looking.calls(100) == 100


def test_a_worker_looks_only_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Shared.apart[0]
    wire, peer = socket.socketpair()
    with wire, peer:
        assert not Channel(wire)._apart[0]
