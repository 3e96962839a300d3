"""The limits of a worker that the kernel enforces, and the end that the broker enforces."""

import signal

import breach
import pytest

from rexpy.seal.options import SealOptions


def test_processor_time_ends_a_loop_in_c() -> None:
    outcome = breach.run("sum(iter(int, 1))", SealOptions(cpu_s=1))
    assert outcome.exit.signal == signal.SIGKILL
    assert not outcome.killed
    assert not outcome.timed_out
    assert outcome.violation is None
    # The limit counts by ticks, the usage by the clock: they differ on a busy machine.
    assert 0.5 < outcome.exit.user_s + outcome.exit.system_s < 3


def test_processor_time_is_not_survived_by_ignoring_signals() -> None:
    code = (
        "for number in signal.valid_signals():\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\n"
        "raw('rt_sigprocmask', 0, b'\\xff' * 8, 0, 8)\n"
        "while True: pass"
    )
    outcome = breach.run(code, SealOptions(cpu_s=1))
    assert outcome.exit.signal == signal.SIGKILL
    assert not outcome.killed


@pytest.mark.parametrize("code", ["while True: pass", "10**10**10", "time.sleep(1000)", "select.select([], [], [])"])
def test_the_deadline_ends_everything(code: str) -> None:
    outcome = breach.run(code, deadline_s=0.4)
    assert outcome.timed_out
    assert outcome.exit.signal == signal.SIGKILL
    assert not outcome.survived


@pytest.mark.parametrize(
    "code",
    [
        "'x' * 10**10",
        "b'x' * (300 << 20)",
        "bytearray(300 << 20)",
        "[0] * 10**9",
        "mmap.mmap(-1, 300 << 20)",
        "blocks = []\nwhile True: blocks.append(bytearray(1 << 20))",
        "text = 'x'\nwhile True: text += text",
        "list(range(10**9))",
    ],
)
def test_too_much_memory_is_an_error_of_the_script(code: str) -> None:
    outcome = breach.run(
        f"try:\n    exec({code!r})\nexcept (MemoryError, OSError) as error:\n    say(str(type(error)))"
    )
    assert outcome.said in (["<class 'MemoryError'>"], ["<class 'OSError'>"])
    assert outcome.survived
    assert outcome.violation is None
    assert outcome.exit.code == 0


def test_the_memory_asked_for_can_be_used() -> None:
    outcome = breach.run("say(len(bytearray(200 << 20)))", SealOptions(address_space_bytes=256 << 20))
    assert outcome.said == [200 << 20]
    assert outcome.exit.max_rss > 200 << 20


def test_a_crash_is_an_end_and_no_violation() -> None:
    for code, signals in (
        ("ctypes.string_at(0)", {signal.SIGSEGV}),
        # Process 1 of a namespace does not die of its own SIGABRT: libc then faults on purpose.
        ("os.abort()", {signal.SIGABRT, signal.SIGSEGV}),
    ):
        outcome = breach.run(code)
        assert outcome.exit.signal in signals
        assert outcome.violation is None
        assert not outcome.killed


def test_deep_recursion_in_c_stays_in_the_worker() -> None:
    outcome = breach.run("sys.setrecursionlimit(10**6)\ndef f(): return [f() for _ in 'x']\nf()")
    assert outcome.violation is None
    assert outcome.exit.code is not None or outcome.exit.signal == signal.SIGSEGV
