"""What a run is given besides its text: its environment and its standard input; all of it bounded, none of it the host's."""

import io
import os
import threading
import time
from pathlib import Path

import pytest

import rexpy
from tests.stdlib.running import ALLOW

ECHO = """
import os, sys
for line in sys.stdin:
    print("got", line.rstrip("\\n"))
print(sys.stdin.read() == "", os.read(0, 10))
"""


def test_the_environment_is_what_was_given() -> None:
    source = """
import os, tempfile
print(dict(os.environ), os.getenv("NAME"), os.environ.get("none"), os.path.expanduser("~/x"), os.path.expandvars("$NAME!"))
os.environ["NEW"] = "1"
print(os.environ["NEW"], "NEW" in os.environ)
"""
    result = rexpy.run(source, policy="", env={"HOME": "/home/x", "NAME": "value ü"})
    assert result.exit_code == 0, result.error
    assert result.stdout.splitlines() == [
        "{'HOME': '/home/x', 'NAME': 'value ü'} value ü None /home/x/x value ü!",
        "1 True",
    ]
    assert "NEW" not in os.environ


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"": "x"}, "cannot be in the environment"),
        ({"A=B": "x"}, "cannot be in the environment"),
        ({"A\0": "x"}, "cannot be in the environment"),
        ({"A": "x\0"}, "cannot be in the environment"),
        ({"A": 1}, "are str"),
        ({"A": "\udc80"}, "not UTF-8"),
        ({"A": "x" * (128 * 1024)}, "larger than"),
        ({f"A{number}": "x" * 100_000 for number in range(3)}, "the environment is larger"),
    ],
)
def test_an_environment_that_cannot_be_is_refused(env: dict[str, str], said: str) -> None:
    with pytest.raises(rexpy.ArgumentsInvalid, match=said):
        rexpy.run("1", policy="", env=env)


def test_text_and_bytes_are_read_as_standard_input() -> None:
    assert rexpy.run(ECHO, policy="", stdin="eins\nzwei ü\n").stdout == "got eins\ngot zwei ü\nTrue b''\n"
    assert rexpy.run(ECHO, policy="", stdin=b"a\r\nb").stdout == "got a\ngot b\nTrue b''\n"
    assert rexpy.run(ECHO, policy="", stdin="").stdout == "True b''\n"
    assert rexpy.run(ECHO, policy="").stdout == "True b''\n"
    source = "import sys\nprint(input('? '), input(), sys.stdin.read(), sys.stdin.fileno(), sys.stdin.isatty())"
    assert rexpy.run(source, policy="", stdin="1\n2\n3\n4").stdout == "? 1 2 3\n4 0 False\n"
    large = "line of some length\n" * 100_000
    assert rexpy.run("import sys\nprint(len(sys.stdin.read()))", policy="", stdin=large).stdout == f"{len(large)}\n"
    assert (
        rexpy.run("import os\nprint(os.read(0, 3), os.read(0, 9))", policy="", stdin="abcde").stdout == "b'abc' b'de'\n"
    )
    bad = rexpy.run("import sys\nprint(ascii(sys.stdin.read()))", policy="", stdin=b"\xff\xfe")
    assert bad.stdout == "'\\udcff\\udcfe'\n"


def test_standard_input_is_no_operation_and_asks_no_policy() -> None:
    result = rexpy.run("import sys\nsys.stdin.read()", policy="", stdin="x")
    assert (result.operations, result.denials, result.usage.calls) == ({}, (), 0)


def test_a_descriptor_is_read_as_it_comes() -> None:
    reading, writing = os.pipe()
    seen: list[str] = []

    def feed() -> None:
        for line in ("first\n", "second\n"):
            os.write(writing, line.encode())
            deadline = time.monotonic() + 20
            while f"got {line}" not in "".join(seen) and time.monotonic() < deadline:
                time.sleep(0.005)
        os.close(writing)

    thread = threading.Thread(target=feed)
    thread.start()
    with os.fdopen(reading, "rb") as file:
        result = rexpy.run(ECHO, policy="", stdin=file, on_output=lambda _, text: seen.append(text))
    thread.join()
    assert result.stdout == "got first\ngot second\nTrue b''\n"


def test_what_was_printed_comes_before_the_wait() -> None:
    """A question that is not flushed shows all the same before its answer is waited for."""
    reading, writing = os.pipe()

    def answer(_: int, text: str) -> None:
        if "name" in text:
            os.write(writing, b"Ada\n")

    source = "import sys\nprint('hello')\nprint('your name')\nprint(sys.stdin.readline())"
    with os.fdopen(reading, "rb") as file:
        result = rexpy.run(source, policy="", stdin=file, on_output=answer, limits=rexpy.Limits(wall_s=20))
    os.close(writing)
    assert result.stdout == "hello\nyour name\nAda\n\n"


def test_a_wait_for_input_ends_with_the_time_limit() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as file:
        result = rexpy.run(ECHO, policy="", stdin=file, limits=rexpy.Limits(wall_s=0.3))
    os.close(writing)
    assert result.exit_code == 124


def test_no_more_is_passed_on_than_the_limit() -> None:
    limits = rexpy.Limits(stdin_bytes=100_000)
    whole = rexpy.run("import sys\nprint(len(sys.stdin.read()))", policy="", stdin="x" * 100_000, limits=limits)
    assert whole.stdout == "100000\n"
    more = rexpy.run("import sys\nprint(len(sys.stdin.read()))", policy="", stdin="x" * 100_001, limits=limits)
    assert more.exit_code == 1
    assert more.error is not None
    assert more.error.limit == "stdin_bytes"
    assert "--max-stdin" in more.error.message
    some = rexpy.run("print(input())", policy="", stdin="one\n" + "x" * 200_000, limits=limits)
    assert some.stdout == "one\n"


def test_a_descriptor_that_cannot_be_read_is_an_error_of_the_scripts(tmp_path: Path) -> None:
    with open(tmp_path / "out", "wb") as file:
        result = rexpy.run(
            "import sys\ntry:\n    sys.stdin.read()\nexcept OSError as error:\n    print(error)",
            policy=ALLOW,
            stdin=file,
        )
    assert result.stdout == "[Errno 9] Bad file descriptor\n"
    with pytest.raises(rexpy.ArgumentsInvalid, match="has a descriptor"):
        rexpy.run("1", policy="", stdin=io.BytesIO(b"x"))


@pytest.mark.parametrize(
    "wait",
    [
        "import time\ntime.sleep(60)",
        "import asyncio\nasyncio.run(asyncio.sleep(60))",
        "import sched, time\ns = sched.scheduler()\ns.enter(60, 1, print)\ns.run()",
    ],
)
def test_waiting_counts_against_the_time_limit(wait: str) -> None:
    result = rexpy.run(f"print('begun')\n{wait}", policy="", limits=rexpy.Limits(wall_s=1.5))
    assert (result.exit_code, result.stdout) == (124, "begun\n")
