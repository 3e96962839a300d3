"""Raw system calls: the one place of the seal that reaches the kernel through ctypes."""

import ctypes
import os

from rexpy.seal import abi

ABI = abi.current()
_library = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NAME, PR_SET_NO_NEW_PRIVS = 1, 4, 15, 38
PR_CAPBSET_DROP, PR_SET_SECUREBITS, PR_GET_NO_NEW_PRIVS = 24, 28, 39
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4

Argument = int | bytes | ctypes.Array[ctypes.c_char] | None


def call(name: str, *arguments: Argument) -> int:
    """Perform system call *name* and return its result.

    A buffer or bytes argument is passed as its address. Raises OSError with the kernel's errno; ENOSYS where
    this system has no table of numbers.
    """
    if ABI is None:
        raise OSError(38, "no table of system calls for this system", name)
    if name not in ABI.numbers:
        raise OSError(38, os.strerror(38), name)
    converted = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    ctypes.set_errno(0)
    # Not: the default restype. It is a C int and would cut a 64-bit result.
    function = _library.syscall
    function.restype = ctypes.c_long
    result = int(function(ctypes.c_long(ABI.numbers[name]), *converted))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def prctl(option: int, value: int | bytes = 0, third: int = 0) -> int:
    """Perform prctl(2) with the unused arguments zero, as the kernel demands of several options."""
    return call("prctl", option, value, third, 0, 0)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends."""
    # Invariant: called again after every change of identity, which clears it.
    prctl(PR_SET_PDEATHSIG, 9)


def set_name(name: str) -> None:
    """Set the process title shown by ps and top, at most 15 bytes."""
    prctl(PR_SET_NAME, name.encode("ascii") + b"\0")
