"""The system calls of a sealed worker, as data: compute, memory, the one socket, time, exit.

Whatever is not named here is a violation and ends the run. Three kinds of rule: a call that is allowed for
these arguments only; a probe, which CPython or libc makes without harm in mind and which gets an errno,
never run; and a call whose other arguments are a violation.
"""

import errno

from rexpy.seal.abi import Abi
from rexpy.seal.bpf import Block, Case, Test, equals, has, null, short, within

# Numbers are those of linux/seccomp.h, and of the asm-generic headers, which both architectures follow.
ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_PROT_READ_WRITE = 0x3
_MAP_ANONYMOUS = 0x20
_ANONYMOUS = has(3, _MAP_ANONYMOUS), equals(4, -1)
# shared, private, fixed, anonymous, noreserve, populate, stack, fixed_noreplace.
_MAP_FLAGS = 0x1 | 0x2 | 0x10 | _MAP_ANONYMOUS | 0x4000 | 0x8000 | 0x20000 | 0x100000
_MREMAP_FLAGS = 0x1 | 0x2
# dontneed, free, hugepage, nohugepage.
_MADVICE = (4, 8, 14, 15)
# wait, wake, wait_bitset, wake_bitset; private and realtime may be set beside them.
_FUTEX_OPERATIONS = (0, 1, 9, 10)
_FUTEX_OPERATION = within(1, 128 | 256)[:2]
# Threat: MSG_OOB on a unix socket has been a way into the kernel (CVE-2025-38236): flags are listed, not
# excluded.
_SEND_FLAGS = 0x4000 | 0x40
_RECEIVE_FLAGS = 0x2 | 0x40 | 0x100
_CLOCKS = 0xF
_CLOCK_CALLS = ("clock_gettime", "clock_getres", "clock_nanosleep")
_SIGABRT = 6
_PR_SET_VMA = 0x53564D41
_AT_EMPTY_PATH = 0x1000
_STANDARD_STREAMS = (0, 1, 2)

# Allowed whatever the arguments.
_PLAIN = (
    "brk munmap close poll ppoll select pselect6 sched_yield rt_sigaction rt_sigprocmask rt_sigreturn"
    " sigaltstack restart_syscall gettimeofday time nanosleep times getrandom getpid gettid getrusage"
    " getrlimit exit exit_group"
)

# Answered without being run: each is a question that nothing in the worker needs answered truly.
_PROBES = {
    errno.ENOTTY: "ioctl",
    errno.EBADF: "fstat fcntl",
    errno.ESPIPE: "lseek",
    errno.EPERM: "getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid"
    " getpriority uname sysinfo getcwd sched_getaffinity getcpu",
}


def blocks(abi: Abi, *, wire: int, control: int | None, process: int, violation: int) -> list[Block]:
    """Return the rules of a worker of process id *process* that talks on descriptor *wire*.

    sendmsg is allowed on *control* alone, which the worker closes before it is sent the script; None leaves
    it out. *violation* is the verdict for everything else.
    """

    def allowed(name: str, *tests: Test) -> Block:
        return abi.numbers[name], ((tests, ALLOW),), violation

    def cases(name: str, *choices: Case, otherwise: int = violation) -> Block:
        return abi.numbers[name], choices, otherwise

    on_wire = equals(0, wire)
    # CPython writes to its standard streams when it dies; the streams are /dev/null, and even that is not
    # reached.
    on_stream = (equals(0, *_STANDARD_STREAMS),), _error(errno.EBADF)
    rules = [
        allowed("sendto", on_wire, within(3, _SEND_FLAGS), *null(4)),
        allowed("recvfrom", on_wire, within(3, _RECEIVE_FLAGS), *null(4)),
        *(cases(name, ((on_wire,), ALLOW), on_stream) for name in ("read", "write", "readv", "writev")),
        allowed("futex", (*_FUTEX_OPERATION, _FUTEX_OPERATIONS)),
        allowed("mmap", within(2, _PROT_READ_WRITE), short(2), within(3, _MAP_FLAGS), short(3), *_ANONYMOUS),
        allowed("mprotect", within(2, _PROT_READ_WRITE), short(2)),
        allowed("mremap", within(3, _MREMAP_FLAGS), short(3)),
        cases("madvise", ((equals(2, *_MADVICE),), ALLOW), otherwise=_error(errno.EINVAL)),
        *(cases(name, ((within(0, _CLOCKS),), ALLOW), otherwise=_error(errno.EINVAL)) for name in _CLOCK_CALLS),
        allowed("tgkill", equals(0, process), equals(1, process), equals(2, _SIGABRT)),
        # ITIMER_REAL alone, whose signal goes to the worker itself: its output is sent by the clock.
        allowed("setitimer", equals(0, 0)),
        allowed("prlimit64", equals(0, 0), *null(2)),
        cases("prctl", ((equals(0, _PR_SET_VMA),), _error(errno.EINVAL))),
        cases("newfstatat", ((has(3, _AT_EMPTY_PATH),), _error(errno.EBADF))),
    ]
    if control is not None:
        rules.append(allowed("sendmsg", equals(0, control), equals(2, 0)))
    # aarch64 has no poll, select, time or getpgrp.
    rules += [allowed(name) for name in _PLAIN.split() if name in abi.numbers]
    rules += [
        (abi.numbers[name], (), _error(number))
        for number, names in _PROBES.items()
        for name in names.split()
        if name in abi.numbers
    ]
    return rules


def _error(number: int) -> int:
    return _ERRNO | number
