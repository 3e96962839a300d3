"""Each limit ends, cuts or refuses what it must, says which limit it was and how much, and ends nothing else."""

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest

from rexpy.broker.limits import Limits
from rexpy.broker.result import ErrorType, Result
from tests.broker.runs import nothing_left, run, value


def ended_by(result: Result, limit: str, code: int, *said: str) -> None:
    error = result.error
    assert error is not None
    assert (result.exit_code, error.error_type, error.limit) == (code, ErrorType.LIMIT_EXCEEDED, limit), error
    for word in said:
        assert word in error.message, error.message


ENDLESS = {
    "a loop": "while True: pass",
    "a loop in C": "sum(iter(int, 1))",
    "a power tower": "x = 10**10**8\ny = x**1000\n",
    "sleep": "time.sleep(1000)",
    "catching everything": """
        while True:
            try:
                while True: pass
            except BaseException:
                pass
    """,
    "calls": "while True: attempt(os.stat, '/nowhere')",
    "output": "while True: print('x' * 1000)",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_the_wall_limit_ends_whatever_runs(name: str) -> None:
    started = time.monotonic()
    with nothing_left():
        result = run(ENDLESS[name], limits=Limits(wall_s=0.4))
    assert time.monotonic() - started < 4
    ended_by(result, "wall_s", 124, "0.4 s", "--timeout")
    assert result.usage.wall_s >= 0.4


def test_what_was_said_before_the_end_is_kept() -> None:
    result = run("print('begun', flush=True)\nattempt(os.stat, '/')\ntime.sleep(1000)", limits=Limits(wall_s=0.4))
    ended_by(result, "wall_s", 124)
    assert result.stdout == "begun\n"
    assert result.operations == {"fs.stat": 1}


def test_processor_time_ends_a_run() -> None:
    with nothing_left():
        result = run("while True: pass", limits=Limits(cpu_s=1, wall_s=30))
    ended_by(result, "cpu_s", 124, "1 s", "--max-cpu")
    assert result.usage.user_s + result.usage.system_s > 0.5


MUCH = {
    "text": "'x' * 10**10",
    "a list": "[0] * 10**9",
    "growth": "x = 'x'\nwhile True: x += x",
    "many": "x = []\nwhile True: x.append(bytearray(1 << 20))",
    "bytes": "bytes(10**10)",
}


@pytest.mark.parametrize("name", MUCH)
def test_memory_that_is_not_there_ends_a_run(name: str) -> None:
    with nothing_left():
        result = run(MUCH[name], limits=Limits(memory_bytes=64 << 20, wall_s=30))
    ended_by(result, "memory_bytes", 137, str(64 << 20), "--max-memory")


def test_a_memory_error_that_is_caught_ends_nothing() -> None:
    script = """
        def much():
            try:
                return len('x' * 10**10)
            except MemoryError:
                return "caught"
        [much(), much(), len("x" * 10**6)]
    """
    assert value(script) == ["caught", "caught", 10**6]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_is_cut_with_a_marker_and_the_run_goes_on(stream: str) -> None:
    shown: list[tuple[int, str]] = []
    script = f"import sys\nfor number in range(100): print('ünï' * 10, file=sys.{stream}, flush=True)\nprint('end')\n7"
    result = run(script, limits=Limits(output_bytes=1000), on_output=lambda where, text: shown.append((where, text)))
    assert (result.exit_code, result.value, result.truncated) == (0, 7, True)
    assert result.usage.output_bytes <= 1000
    kept = getattr(result, stream)
    assert kept.count("limit of 1000 bytes") == 1
    assert kept.startswith("ünïünï")
    assert "\ufffd" not in kept
    assert "".join(text for where, text in shown if where == (1 if stream == "stdout" else 2)) == kept
    assert "end" not in result.stdout


def test_output_of_exactly_the_limit_is_whole() -> None:
    result = run("print('x' * 99)", limits=Limits(output_bytes=100))
    assert (result.stdout, result.truncated) == ("x" * 99 + "\n", False)


def test_calls_are_counted_allowed_or_not() -> None:
    result = run("while True: attempt(os.stat, '/nowhere')", policy_text="", limits=Limits(calls=50))
    ended_by(result, "calls", 1, "50 operations", "--max-calls")
    assert sum(result.operations.values()) == 50


def test_handles_run_out_as_too_many_open_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 200_000)
    script = """
        held = []
        got = None
        while got is None or got[0] == "done":
            got = attempt(open, args["path"], "rb")
            if got[0] == "done":
                held.append(got[1])
                got = ["done"]
        count = len(held)
        for one in held: one.close()
        again = attempt(read, args["path"])[0]
        [count, got, again]
    """
    count, got, again = value(script, limits=Limits(handles=8), args={"path": str(tmp_path / "file")})
    assert count == 8
    assert got[:2] == ["OSError", errno.EMFILE]
    assert "8" in got[2]
    assert again == "done"
    result = run(
        "held = [open(args['path'], 'rb') for _ in range(9)]",
        limits=Limits(handles=8),
        args={"path": str(tmp_path / "file")},
    )
    ended_by(result, "handles", 1, "8", "--max-handles")


def test_every_way_to_hold_something_counts(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 200_000)
    for number in range(1100):
        (tmp_path / f"entry{number}").touch()
    script = """
        held = [open(args["base"] + "/file", "rb"), open(args["base"] + "/new", "w"), open(args["base"] + "/file", "r+"), os.scandir(args["base"])]
        next(held[3])
        [attempt(open, args["base"] + "/file")[1], attempt(open, args["base"] + "/other", "w")[1], attempt(os.scandir, args["base"])[1]]
    """
    assert value(script, limits=Limits(handles=4), args={"base": str(tmp_path)}) == [errno.EMFILE] * 3
    assert not (tmp_path / "other").exists()


def test_bytes_written_run_out_and_what_is_half_written_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    script = """
        path = args["base"] + "/file"
        first = attempt(write, path, "x" * 600)
        second = attempt(write, path, "y" * 600)
        third = attempt(write, path, "z" * 400)
        [first[0], second[:3], third[0]]
    """
    first, second, third = value(script, limits=Limits(written_bytes=1000), args={"base": str(tmp_path)})
    assert (first, third) == ("done", "done")
    assert second[:2] == ["OSError", errno.EDQUOT]
    assert "1000 bytes" in second[2]
    assert (tmp_path / "file").read_text() == "z" * 400
    result = run(
        "write(args['base'] + '/file', 'x' * 2000)", limits=Limits(written_bytes=1000), args={"base": str(tmp_path)}
    )
    ended_by(result, "written_bytes", 1, "1000 bytes", "--max-written")
    assert (tmp_path / "file").read_text() == "z" * 400
    assert sorted(os.listdir(tmp_path)) == ["file"]


def test_copies_count_as_written_once(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"x" * 700_000)
    (tmp_path / "target").write_bytes(b"old")
    script = """
        base = args["base"]
        [attempt(shutil.copyfile, base + "/source", base + "/first")[0], attempt(shutil.copyfile, base + "/source", base + "/target")[:2]]
    """
    result = run(script, limits=Limits(written_bytes=1_000_000), args={"base": str(tmp_path)})
    assert result.value == ["done", ["OSError", errno.EDQUOT]]
    assert result.usage.bytes_written == 700_000
    assert (tmp_path / "first").read_bytes() == b"x" * 700_000
    assert (tmp_path / "target").read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["first", "source", "target"]


def test_a_copy_over_file_systems_counts_as_written_once(tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK) or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to copy from")
    source = shared / f"rexpy-test-{os.getpid()}"
    source.write_bytes(b"x" * 700_000)
    try:
        result = run(
            "shutil.copyfile(args['source'], args['target'])",
            args={"source": str(source), "target": str(tmp_path / "target")},
        )
    finally:
        source.unlink()
    assert result.error is None
    assert result.usage.bytes_written == 700_000


def test_a_script_that_is_too_large_is_not_run() -> None:
    with nothing_left():
        result = run("#" * 2000, limits=Limits(script_bytes=1000))
    assert (result.exit_code, result.usage.calls) == (3, 0)
    assert result.error is not None
    assert result.error.error_type is ErrorType.VALIDATION
    assert "1000 bytes" in result.error.message
    assert "--max-script" in result.error.message


def deep(levels: int) -> Any:
    made: Any = 1
    for _ in range(levels):
        made = [made]
    return made


def test_values_are_passed_on_up_to_a_depth() -> None:
    script = "value = 1\nfor _ in range(args['levels']): value = [value]\nvalue"
    assert value(script, args={"levels": 40}) == deep(40)
    for levels in (100, 5000):
        result = run(script, args={"levels": levels})
        assert result.exit_code in (0, 1), result.error
        assert result.value is None


def test_a_value_that_is_too_large_is_not_passed_on() -> None:
    assert value("'x' * 500", limits=Limits(result_bytes=1000)) == "x" * 500
    result = run("'x' * 5000", limits=Limits(result_bytes=1000))
    assert result.value is None
    ended_by(result, "result_bytes", 1, "1000 bytes", "--max-result")


def test_an_error_that_is_too_large_is_cut() -> None:
    result = run("raise ValueError('x' * 10**7)")
    assert result.exit_code == 1
    assert result.error is not None
    assert result.error.message.startswith("ValueError: xxx")
    assert len(result.error.message) < 100_000
    result = run("raise ValueError('x' * 10**6)", limits=Limits(result_bytes=1000))
    assert result.exit_code == 1
    assert result.error is not None
    assert result.error.message.startswith("ValueError")


def test_a_chain_of_errors_does_not_crash_the_worker() -> None:
    script = """
        error = ValueError("first")
        for number in range(20000):
            try:
                raise ValueError(number) from error
            except ValueError as caught:
                error = caught
        raise error
    """
    result = run(script)
    assert result.exit_code == 1
    assert result.error is not None
    assert result.error.exception == "ValueError"


def test_deep_recursion_is_an_error_of_the_script() -> None:
    result = run("def down(): return down()\ndown()")
    assert result.exit_code == 1
    assert result.error is not None
    assert result.error.exception == "RecursionError"


@pytest.mark.parametrize("field", Limits.__dataclass_fields__)
@pytest.mark.parametrize("number", [0, -1, float("nan"), float("inf"), "1", True, None])
def test_a_limit_that_is_none_is_refused(field: str, number: Any) -> None:
    with pytest.raises(ValueError, match=field):
        Limits(**{field: number})
