"""The system call filter as a program: both architectures, by an interpreter of classic BPF, with no kernel at all."""

import errno
import os
import struct

import pytest

from rexpy.seal import abi, allowlist, bpf

ALLOW, NOTIFY = 0x7FFF0000, 0x7FC00000
WIRE, CONTROL, PROCESS = 3, 4, 1
MINUS_ONE = 2**64 - 1
ABIS = {
    "x86_64": abi._abi("x86_64", 0xC000003E, abi._X86_64),
    "aarch64": abi._abi("aarch64", 0xC00000B7, abi._AARCH64),
}


def _program(name: str, *, control: int | None = CONTROL) -> bytes:
    rules = allowlist.blocks(ABIS[name], wire=WIRE, control=control, process=PROCESS, violation=NOTIFY)
    foreign = abi.X32_BIT if name == "x86_64" else None
    return bpf.assemble(rules, audit=ABIS[name].audit, foreign_bit=foreign, otherwise=NOTIFY)


PROGRAMS = {name: _program(name) for name in ABIS}


def _interpret(program: bytes, number: int, audit: int, arguments: tuple[int, ...]) -> int:
    data = struct.pack("<IIQ6Q", number, audit, 0, *(each & MINUS_ONE for each in (*arguments, *[0] * 6)[:6]))
    instructions = list(struct.iter_unpack("=HBBI", program))
    accumulator, at = 0, 0
    while True:
        code, true, false, value = instructions[at]
        at += 1
        if code == 0x20:
            assert value % 4 == 0
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x15:
            at += true if accumulator == value else false
        elif code == 0x35:
            at += true if accumulator >= value else false
        elif code == 0x06:
            return int(value)
        else:
            raise AssertionError(f"instruction {code:#x}")


def verdict(name: str, call: str | int, *arguments: int, audit: int | None = None) -> int:
    number = call if isinstance(call, int) else ABIS[name].numbers[call]
    return _interpret(PROGRAMS[name], number, ABIS[name].audit if audit is None else audit, arguments)


both = pytest.mark.parametrize("name", list(ABIS))


@both
def test_only_the_listed_calls_can_ever_be_allowed(name: str) -> None:
    allowed = set()
    shapes = [
        (),
        (3,),
        (4, 0, 0),
        (0, 0, 0, 0),
        (0, 4096, 3, 0x22, MINUS_ONE, 0),
        (0, 0, 3),
        (0, 0, 4),
        (1, 1, 6),
        (0, 0, 0, 1),
    ]
    for number in range(700):
        if any(_interpret(PROGRAMS[name], number, ABIS[name].audit, shape) == ALLOW for shape in shapes):
            allowed.add(next((call for call, at in ABIS[name].numbers.items() if at == number), str(number)))
    expected = {
        *(
            "brk",
            "munmap",
            "mmap",
            "mprotect",
            "mremap",
            "madvise",
            "close",
            "ppoll",
            "pselect6",
            "sched_yield",
        ),
        *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "tgkill"),
        *("gettimeofday", "nanosleep", "times", "getrandom", "getpid", "gettid", "getrusage", "getrlimit"),
        *("clock_gettime", "clock_getres", "clock_nanosleep", "futex", "prlimit64", "setitimer", "exit", "exit_group"),
        *("read", "write", "readv", "writev", "sendto", "recvfrom", "sendmsg"),
    }
    assert allowed == expected | ({"poll", "select", "time"} if name == "x86_64" else set())


@both
@pytest.mark.parametrize("call", ["read", "write", "readv", "writev"])
def test_streams_reach_the_wire_alone(name: str, call: str) -> None:
    assert verdict(name, call, WIRE) == ALLOW
    assert verdict(name, call, WIRE + (7 << 32)) == ALLOW, "the kernel takes a descriptor as 32 bits"
    for stream in (0, 1, 2):
        assert verdict(name, call, stream) == 0x50000 | errno.EBADF
    for other in (4, 5, 1023, MINUS_ONE, 1 << 31):
        assert verdict(name, call, other) == NOTIFY


@both
def test_the_socket_is_used_without_address_and_without_odd_flags(name: str) -> None:
    for call, flags in (("sendto", (0, 0x4000, 0x40)), ("recvfrom", (0, 2, 0x40, 0x100))):
        for flag in flags:
            assert verdict(name, call, WIRE, 1, 1, flag, 0, 0) == ALLOW
        for flag in (1, 4, 8, 0x20, 0x2000, 0x40000000, 0x4000000, 1 << 31):
            assert verdict(name, call, WIRE, 1, 1, flag, 0, 0) == NOTIFY
        assert verdict(name, call, WIRE, 1, 1, 0, 8, 0) == NOTIFY
        assert verdict(name, call, WIRE, 1, 1, 0, 8 << 32, 0) == NOTIFY
        assert verdict(name, call, CONTROL, 1, 1, 0, 0, 0) == NOTIFY


@both
def test_only_the_timer_by_the_clock_can_be_set(name: str) -> None:
    assert verdict(name, "setitimer", 0, 1, 0) == ALLOW
    for which in (1, 2, 3, MINUS_ONE):
        assert verdict(name, "setitimer", which, 1, 0) == NOTIFY


@both
def test_sendmsg_is_for_the_control_channel_and_only_where_there_is_a_listener(name: str) -> None:
    assert verdict(name, "sendmsg", CONTROL, 1, 0) == ALLOW
    assert verdict(name, "sendmsg", CONTROL, 1, 1) == NOTIFY
    assert verdict(name, "sendmsg", WIRE, 1, 0) == NOTIFY
    assert verdict(name, "recvmsg", WIRE, 1, 0) == NOTIFY
    without = _program(name, control=None)
    assert _interpret(without, ABIS[name].numbers["sendmsg"], ABIS[name].audit, (CONTROL, 1, 0)) == NOTIFY


@both
def test_memory_is_anonymous_and_never_executable(name: str) -> None:
    for protection in (0, 1, 2, 3):
        assert verdict(name, "mmap", 0, 4096, protection, 0x22, MINUS_ONE, 0) == ALLOW
        assert verdict(name, "mprotect", 0, 4096, protection) == ALLOW
    assert verdict(name, "mmap", 0, 4096, 3, 0x22, 0xFFFFFFFF, 0) == ALLOW
    for protection in (4, 5, 7, 8, 0x1000000, 0x2000000, 3 | 1 << 32, 1 << 63):
        assert verdict(name, "mmap", 0, 4096, protection, 0x22, MINUS_ONE, 0) == NOTIFY
        assert verdict(name, "mprotect", 0, 4096, protection) == NOTIFY
    for flags in (0x2, 0x1, 0x122, 0x2022, 0x40022, 0x22 | 1 << 32):
        assert verdict(name, "mmap", 0, 4096, 3, flags, MINUS_ONE, 0) == NOTIFY
    for descriptor in (0, 3, 5):
        assert verdict(name, "mmap", 0, 4096, 3, 0x22, descriptor, 0) == NOTIFY
    assert verdict(name, "mremap", 0, 1, 2, 1) == ALLOW
    assert verdict(name, "mremap", 0, 1, 2, 4) == NOTIFY


@both
def test_limits_are_read_and_never_set(name: str) -> None:
    assert verdict(name, "prlimit64", 0, 7, 0, 8) == ALLOW
    assert verdict(name, "prlimit64", 0, 7, 8, 0) == NOTIFY
    assert verdict(name, "prlimit64", 0, 7, 8 << 32, 0) == NOTIFY
    assert verdict(name, "prlimit64", 1, 7, 0, 8) == NOTIFY


@both
def test_the_only_signal_is_an_abort_of_itself(name: str) -> None:
    assert verdict(name, "tgkill", PROCESS, PROCESS, 6) == ALLOW
    for arguments in (
        (PROCESS, PROCESS, 9),
        (PROCESS, 2, 6),
        (2, PROCESS, 6),
        (2, 2, 6),
        (MINUS_ONE, PROCESS, 6),
    ):
        assert verdict(name, "tgkill", *arguments) == NOTIFY


@both
def test_another_architecture_is_a_violation_before_anything_else(name: str) -> None:
    other = ABIS["aarch64" if name == "x86_64" else "x86_64"].audit
    for audit in (other, 0x40000003, 0x40000028, 0, 0xFFFFFFFF):
        for number in range(500):
            assert _interpret(PROGRAMS[name], number, audit, (WIRE,)) == NOTIFY


def test_x32_numbers_are_a_violation() -> None:
    for number in (0, 1, 39, 60, 231, 257, 512, 0x3FFFFFFF):
        assert verdict("x86_64", abi.X32_BIT | number, WIRE) == NOTIFY
    assert verdict("x86_64", 0xFFFFFFFF) == NOTIFY


@both
def test_the_program_is_one_that_the_kernel_takes(name: str) -> None:
    instructions = list(struct.iter_unpack("=HBBI", PROGRAMS[name]))
    assert len(instructions) < 4096
    for at, (code, true, false, _) in enumerate(instructions):
        if code in (0x15, 0x35):
            assert at + 1 + max(true, false) < len(instructions)
    assert instructions[-1][0] == 0x06


@pytest.mark.parametrize(
    ("name", "call", "number"),
    [
        ("x86_64", "read", 0),
        ("x86_64", "execve", 59),
        ("x86_64", "exit_group", 231),
        ("x86_64", "openat", 257),
        ("x86_64", "seccomp", 317),
        ("x86_64", "rseq", 334),
        ("x86_64", "io_uring_setup", 425),
        ("aarch64", "io_setup", 0),
        ("aarch64", "openat", 56),
        ("aarch64", "write", 64),
        ("aarch64", "exit_group", 94),
        ("aarch64", "futex", 98),
        ("aarch64", "mmap", 222),
        ("aarch64", "mprotect", 226),
        ("aarch64", "wait4", 260),
        ("aarch64", "seccomp", 277),
        ("aarch64", "kexec_file_load", 294),
        ("aarch64", "landlock_restrict_self", 446),
        ("x86_64", "landlock_restrict_self", 446),
        ("x86_64", "mseal", 462),
    ],
)
def test_numbers_are_the_kernels(name: str, call: str, number: int) -> None:
    assert ABIS[name].numbers[call] == number
    assert abi.describe(ABIS[name].audit, number) == (name, call)


def test_a_record_names_what_it_can() -> None:
    assert abi.describe(0x40000003, 5) == ("i386", "unknown")
    assert abi.describe(0xC000003E, abi.X32_BIT | 257) == ("x32", "openat")
    assert abi.describe(0xC000003E, 390) == ("x86_64", "unknown")
    assert abi.describe(7, 5) == ("unknown", "unknown")


def test_this_machine_is_described_as_it_is() -> None:
    current = abi.current()
    if current is None:
        pytest.skip("not a system that the seal has a table for")
    assert current.name == os.uname().machine
    assert ABIS[current.name] == current
