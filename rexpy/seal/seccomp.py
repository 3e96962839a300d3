"""Installing the system call filter, with a listener that the broker keeps.

A forbidden call is not answered with an error: the kernel parks it and tells the listener, which is in the
broker. The broker never lets it go on; it records the number and kills the worker.

# Invariant: with no listener left (the broker died) a parked call fails with ENOSYS, so it still never runs.
"""

import ctypes
import errno
import os
import struct

from rexpy.seal import allowlist
from rexpy.seal.abi import X32_BIT
from rexpy.seal.bpf import assemble
from rexpy.seal.syscalls import ABI, call

_SET_MODE_FILTER = 1
_TSYNC, _NEW_LISTENER, _TSYNC_ESRCH = 1 << 0, 1 << 3, 1 << 4
_NOTIFY, _KILL_PROCESS = 0x7FC00000, 0x80000000


def available() -> bool:
    """Tell whether this system is one whose system calls the allow-list is written for."""
    return ABI is not None


def install(*, wire: int, control: int) -> int | None:
    """Put the filter in force for good and return the listener's descriptor.

    Returns None where the kernel gives no listener (before 5.7, or one is already listening outside, as in
    some containers): then a violation kills the worker at once and its number is lost. Raises OSError when
    neither works. Needs no_new_privs.
    """
    try:
        # Invariant: all threads or none, so a thread started by an import cannot stay outside.
        return _install(_NOTIFY, _NEW_LISTENER | _TSYNC | _TSYNC_ESRCH, wire=wire, control=control)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBUSY):
            raise
    outcome = _install(_KILL_PROCESS, _TSYNC, wire=wire, control=None)
    if outcome != 0:
        raise OSError(errno.ESRCH, f"thread {outcome} could not be put under the filter", "seccomp")
    return None


def program(*, wire: int, control: int | None, violation: int = _NOTIFY) -> bytes:
    """Return the filter of this process in the kernel's form. Costs less than a millisecond."""
    if ABI is None:
        raise OSError(errno.ENOSYS, "no allow-list for this system", "seccomp")
    rules = allowlist.blocks(ABI, wire=wire, control=control, process=os.getpid(), violation=violation)
    foreign_bit = X32_BIT if ABI.name == "x86_64" else None
    return assemble(rules, audit=ABI.audit, foreign_bit=foreign_bit, otherwise=violation)


def _install(violation: int, flags: int, *, wire: int, control: int | None) -> int:
    text = program(wire=wire, control=control, violation=violation)
    instructions = ctypes.create_string_buffer(text, len(text))
    # struct sock_fprog: a length, padding, a pointer.
    head = struct.pack("@HP", len(text) // 8, ctypes.addressof(instructions))
    return call("seccomp", _SET_MODE_FILTER, flags, head)
