"""Each exit code of `rexpy run`, from a real cause."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .command import PATIENCE_S, command, environment, rexpy
from .conftest import Put

pytestmark = pytest.mark.usefixtures("sealed")


def test_0_the_script_ended_well(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, str(put("s.py", "print(6 * 7)")))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "42\n", "")


def test_1_the_script_raised(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, str(put("s.py", "x = 1\nraise ValueError('bad')\n")))
    assert ended.returncode == 1
    assert "ValueError: bad" in ended.stderr
    assert "2 | raise ValueError('bad')" in ended.stderr


def test_2_an_uncaught_denial(put: Put, nothing: str) -> None:
    secret = put("secret", "s3cret")
    ended = rexpy("run", "-p", nothing, str(put("s.py", f"print(open({str(secret)!r}).read())")))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "s3cret" not in ended.stderr
    assert (
        f'action == file_system::Action::"open",\n      resource == file_system::Dir::"{secret.parent}"' in ended.stderr
    )


def test_1_a_denial_that_was_caught_is_no_denial_of_the_run(put: Put, nothing: str) -> None:
    source = (
        "try:\n    open('/nowhere')\nexcept PermissionError as error:\n    print(type(error).__name__, error.errno)\n"
    )
    ended = rexpy("run", "-p", nothing, str(put("s.py", source)))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "PermissionError 13\n", "")


def test_3_a_policy_that_does_not_validate(put: Put) -> None:
    policy = put("p.cedar", 'permit(principal, action == file_system::Action::"raed", resource);')
    ended = rexpy("run", "-p", str(policy), str(put("s.py", "print('ran')")))
    assert (ended.returncode, ended.stdout) == (3, "")


def test_3_a_script_that_does_not_compile(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, str(put("s.py", "print('ran')\nif:\n")))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert f"{'s.py'}:2" in ended.stderr


def test_the_scripts_own_code(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, str(put("s.py", "import sys\nsys.exit(7)")))
    assert ended.returncode == 7


def test_64_wrong_usage(put: Put) -> None:
    ended = rexpy("run", str(put("s.py", "print('ran')")))
    assert (ended.returncode, ended.stdout) == (64, "")


def test_124_the_time_limit(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, "--timeout", "0.5", str(put("s.py", "while True:\n    pass\n")))
    assert ended.returncode == 124
    assert "0.5 s (--timeout)" in ended.stderr


def test_124_the_processor_limit(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, "--max-cpu", "1", str(put("s.py", "while True:\n    pass\n")))
    assert ended.returncode == 124
    assert "--max-cpu" in ended.stderr


def test_137_the_memory_limit(put: Put, nothing: str) -> None:
    ended = rexpy("run", "-p", nothing, "--max-memory", "32M", str(put("s.py", "x = 'x' * 10 ** 10")))
    assert ended.returncode == 137
    assert "--max-memory" in ended.stderr


def test_125_an_audit_file_that_cannot_be_written(put: Put, nothing: str, tmp_path: Path) -> None:
    script = str(put("s.py", "print('ran')"))
    ended = rexpy("run", "-p", nothing, "--audit", str(tmp_path / "none" / "audit"), script)
    assert (ended.returncode, ended.stdout) == (125, "")
    assert "No such file or directory" in ended.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_125_output_that_cannot_be_written(put: Put, nothing: str) -> None:
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            command("run", "-p", nothing, str(put("s.py", "print('x')"))),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=PATIENCE_S,
        )
    assert ended.returncode == 125
    assert b"No space left" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "source", ["while True:\n    print('line')\n", "import sys\nwhile True:\n    print('line', file=sys.stderr)\n"]
)
def test_141_nobody_reads_the_output(put: Put, nothing: str, source: str) -> None:
    running = subprocess.Popen(
        command("run", "-p", nothing, str(put("s.py", source))),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"line\n"
    running.stdout.close()
    assert running.wait(PATIENCE_S) == 141


@pytest.mark.parametrize("arguments", [["api"], ["api", "--schema"], ["run", "-o", "json"], ["--help"]])
def test_141_also_for_what_is_printed_at_the_end(put: Put, nothing: str, arguments: list[str]) -> None:
    if arguments[0] == "run":
        arguments = [*arguments, "-p", nothing, str(put("s.py", "1"))]
    ours, theirs = os.pipe()
    os.close(ours)
    ended = subprocess.run(
        command(*arguments), stdout=theirs, stderr=subprocess.PIPE, env=environment(), timeout=PATIENCE_S
    )
    os.close(theirs)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "SIGTERM"), (signal.SIGHUP, 129, "SIGHUP")],
)
def test_a_signal_ends_the_run_and_leaves_nothing(
    put: Put, everything: str, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    target = put("target", "old")
    source = f"f = open({str(target)!r}, 'w')\nf.write('new' * 100000)\nprint('started', flush=True)\nwhile True:\n    pass\n"
    script = put("s.py", source)
    before = set(tmp_path.iterdir())
    running = subprocess.Popen(
        command("run", "-p", everything, str(script)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"started\n"
    running.send_signal(number)
    _, errors = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == code
    assert said in errors.decode()
    assert b"Traceback" not in errors
    assert set(tmp_path.iterdir()) == before
    assert target.read_text() in ("old", "")


def test_the_worker_ends_with_its_command(put: Put, nothing: str) -> None:
    running = subprocess.Popen(
        command("run", "-p", nothing, str(put("s.py", "print('started', flush=True)\nwhile True:\n    pass\n"))),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    assert running.stdout is not None
    running.stdout.readline()
    children = _descendants(running.pid)
    assert children
    running.kill()
    running.wait(PATIENCE_S)
    running.stdout.close()
    end = time.monotonic() + PATIENCE_S
    while any(_alive(child) for child in children):
        assert time.monotonic() < end, "the worker outlived its broker"
        time.sleep(0.02)


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_descendants(int(child))]
    return found


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
