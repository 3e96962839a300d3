"""Starting, ending and losing workers: no descriptor, process or thread is left on any path."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import breach
import pytest

from rexpy.broker import launch
from rexpy.broker.spawn import spawn
from rexpy.broker.worker_process import SpawnError, WorkerProcess
from rexpy.seal import descriptors
from rexpy.seal.options import SealOptions
from rexpy.seal.report import SealReport

HERE = Path(__file__).resolve().parent


def _open_descriptors() -> set[str]:
    return {f"{name} {os.readlink(f'/proc/self/fd/{name}')}" for name in os.listdir("/proc/self/fd") if _real(name)}


def _real(name: str) -> bool:
    # The descriptor of the listing itself is in it, and closed by now.
    return os.path.lexists(f"/proc/self/fd/{name}") and not os.readlink(f"/proc/self/fd/{name}").startswith("/proc/")


def _children() -> set[int]:
    text = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()
    return {int(word) for word in text.split()}


def _gone(pid: int, *, within_s: float = 5.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    before, children, threads = _open_descriptors(), _children(), threading.active_count()
    yield
    assert _open_descriptors() == before
    assert _children() == children
    assert threading.active_count() == threads


def _until_sealed(process: WorkerProcess) -> SealReport:
    first = process.sock.recv(1 << 16)
    while not first.endswith(b"\n"):
        first += process.sock.recv(1 << 16)
    return SealReport.from_wire(json.loads(first)[1])


def test_a_worker_that_ends_well() -> None:
    outcome = breach.run("say(1)")
    assert outcome.said == [1]
    assert outcome.exit.code == 0
    assert outcome.exit.signal is None
    assert not outcome.killed
    assert outcome.failure is None
    assert 4 << 20 < outcome.exit.max_rss < 200 << 20


def test_fifty_workers_leave_nothing() -> None:
    for at in range(50):
        process = spawn(SealOptions(), program=breach.PROGRAM)
        if at % 3 == 0:
            _until_sealed(process)
        elif at % 3 == 1:
            time.sleep(at / 1000)
        process.close()
        assert process.wait(0).signal == signal.SIGKILL


def test_workers_side_by_side() -> None:
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(breach.run, [f"say({at})" for at in range(24)]))
    assert [outcome.said for outcome in outcomes] == [[at] for at in range(24)]
    pool.shutdown()


def test_killed_at_once_before_its_process_id_is_known() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        process.kill()
        assert process.wait(5).signal == signal.SIGKILL
        assert process.killed
        assert process.failure is None


def test_both_processes_are_known_and_end_together() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        _until_sealed(process)
        pids = process.pids()
        assert len(pids) == 2
        assert all(not _gone(pid, within_s=0.05) for pid in pids)
    assert all(_gone(pid) for pid in pids)


def test_a_lost_launcher_takes_its_worker_with_it() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        _until_sealed(process)
        launcher = next(iter(_children()))
        (worker,) = process.pids() - {launcher}
        os.kill(launcher, signal.SIGKILL)
        assert process.sock.recv(1) == b""
        assert process.wait(5).signal == signal.SIGKILL
        assert _gone(worker)
        assert process.failure is not None


def test_a_worker_killed_from_outside() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        _until_sealed(process)
        (worker,) = process.pids() - _children()
        os.kill(worker, signal.SIGKILL)
        assert process.wait(5).signal == signal.SIGKILL
        assert not process.killed
        assert process.violation is None


def test_a_stopped_worker_is_still_killed() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        _until_sealed(process)
        (worker,) = process.pids() - _children()
        os.kill(worker, signal.SIGSTOP)
        process.kill()
        assert process.wait(5).signal == signal.SIGKILL


def test_a_stopped_launcher_is_given_up() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        _until_sealed(process)
        (launcher,) = _children()
        os.kill(launcher, signal.SIGSTOP)
        process.kill()
        assert process.wait(10).signal == signal.SIGKILL


def test_waiting_has_an_end() -> None:
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        with pytest.raises(TimeoutError):
            process.wait(0.01)
        process.close()
        process.close()
        process.kill()
        process.arm(1)


def test_the_deadline_calls_back_once() -> None:
    calls: list[bool] = []
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        process.arm(0.01, lambda: calls.append(process.timed_out))
        process.wait(5)
    assert calls == [True]


@pytest.mark.parametrize("moment_s", [0.0, 0.02, 0.05, 0.3])
def test_a_lost_broker_takes_everything_with_it(moment_s: float) -> None:
    code = (
        "import sys, time\n"
        "from rexpy.broker.spawn import spawn\n"
        "from rexpy.seal.options import SealOptions\n"
        "import breach\n"
        "process = spawn(SealOptions(), program=breach.PROGRAM)\n"
        "print(process._launcher.pid, flush=True)\n"
        "print(*process.pids(), flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE), *filter(None, sys.path)]),
    }
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True) as broker:
        assert broker.stdout is not None
        pids = {int(broker.stdout.readline())}
        time.sleep(moment_s)
        broker.kill()
        pids |= {int(word) for line in broker.stdout for word in line.split()}
    assert all(_gone(pid) for pid in pids)


def test_no_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(SpawnError, match=r"sys\.executable is not set"):
        spawn(SealOptions())
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(SpawnError, match="cannot be started: No such file"):
        spawn(SealOptions())


def test_an_interpreter_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    with spawn(SealOptions()) as process:
        assert process.sock.recv(1) == b""
        assert process.wait(5).code == 0
        assert process.failure is not None
        assert "/bin/true, ended by itself (exit 0)" in process.failure.reason
        assert len(process.pids()) == 1


def test_a_program_that_is_missing() -> None:
    with spawn(SealOptions(), program="/nonexistent/worker.py") as process:
        assert process.wait(5).code == 2
        assert process.failure is not None


def test_a_worker_that_cannot_import_says_what(tmp_path: Path) -> None:
    program = tmp_path / "worker.py"
    program.write_text(
        "import sys\n"
        f"sys.path.append({str(HERE.parents[1])!r})\n"
        "from rexpy.worker import __main__ as worker\n"
        "def prepare(): import no_such_module\n"
        "worker.launch(sys.argv[1:], prepare=prepare, serve=print)\n"
    )
    with spawn(SealOptions(), program=str(program)) as process:
        assert process.sock.recv(1) == b""
        assert process.wait(5).code == 125
        assert process.failure is not None
        assert "ModuleNotFoundError: No module named 'no_such_module'" in process.failure.reason


def test_without_restricted_python_there_is_no_spawn() -> None:
    code = (
        f"import sys; sys.path.append({str(HERE.parents[1])!r})\n"
        "from rexpy.broker.spawn import spawn\n"
        "from rexpy.seal.options import SealOptions\n"
        "spawn(SealOptions())\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=30)
    if done.returncode == 0 or "SpawnError" not in done.stderr:
        assert "RestrictedPython" not in done.stderr
        pytest.skip("RestrictedPython lies among the interpreter's own modules")
    assert "RestrictedPython is not installed" in done.stderr


def test_a_caller_that_ignores_its_children_still_learns_the_end() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        outcome = breach.run("raise SystemExit")
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert outcome.exit.code == 0
    assert outcome.exit.max_rss > 0


def test_a_broker_out_of_descriptors_runs_nothing() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with spawn(SealOptions(), program=breach.PROGRAM) as process:
        lowest = os.dup(0)
        os.close(lowest)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
        try:
            assert len(process.pids()) == 2
            assert process.wait(5).signal == signal.SIGKILL
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert process.failure is not None
        assert process.failure.mechanism == "seccomp"


def test_a_launcher_that_nobody_takes_is_abandoned_without_a_trace() -> None:
    launched = launch.launch(SealOptions().to_argument(), program=breach.PROGRAM)
    launched.abandon()
    launched.kill()


WITHOUT_STREAMS = """
import contextlib, os, sys
import rexpy
with open(sys.argv[1], "w") as said:
    kept = os.dup(said.fileno())
def pass_on(stream, text):
    with contextlib.suppress(OSError):
        os.write(stream, text.encode())
for stream in map(int, sys.argv[2]):
    os.close(stream)
script = "print('said where nobody is'); len(open('large', 'rb').read(300_000))"
result = rexpy.run(script, policy="permit(principal, action, resource);", cwd=sys.argv[3], on_output=pass_on)
os.write(kept, repr((result.value, result.error)).encode())
os._exit(0)
"""


@pytest.mark.parametrize("closed", ["0", "1", "2", "01", "02", "12", "012"])
def test_a_caller_with_closed_streams(closed: str, tmp_path: Path) -> None:
    """What is read through shared memory came from the control channel: its number was taken for another's."""
    (tmp_path / "large").write_bytes(b"x" * 300_000)
    command = [sys.executable, "-c", WITHOUT_STREAMS, str(tmp_path / "said"), closed, str(tmp_path)]
    subprocess.run(command, check=False, cwd=HERE.parents[1], timeout=120)
    assert (tmp_path / "said").read_text() == "(300000, None)"


def test_the_two_sides_agree_on_the_descriptors() -> None:
    assert (launch._WIRE, launch._CONTROL) == (descriptors.WIRE, descriptors.CONTROL)


def test_starting_a_worker_needs_no_heavy_import() -> None:
    code = (
        f"import sys; sys.path.append({str(HERE.parents[1])!r})\n"
        "import rexpy.broker.launch\n"
        "print(sorted({'dataclasses', 'enum', 're', 'socket', 'subprocess', 'typing', 'click', 'cedarpy'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout == "[]\n", done.stderr


def test_launching_is_quick_and_so_is_the_end() -> None:
    """Not a benchmark: what would be a hang, a poll interval or a lost wake-up shows as tenths of seconds."""
    best = 10.0
    for _ in range(5):
        start = time.monotonic()
        with spawn(SealOptions(), program=breach.PROGRAM) as process:
            _until_sealed(process)
            process.sock.close()
        best = min(best, time.monotonic() - start)
    assert best < 1.0
