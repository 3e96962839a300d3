"""The descriptors of a worker: standard streams on /dev/null, the wire, and nothing else."""

import errno
import fcntl
import os
import stat
import sys

from rexpy.seal.report import MechanismReport, SealError, full
from rexpy.seal.syscalls import call

# Fixed numbers, so that the filter can name them.
WIRE = 3
CONTROL = 4
# The memory shared with the broker; the launcher maps and closes it before anything else.
BUFFER = 5
_FIRST_SPARE = 5
# Free for one short-lived descriptor while the seal is put on: the Landlock ruleset, then the seccomp
# listener.
LIMIT = _FIRST_SPARE + 1


def close_the_rest() -> None:
    """Close every descriptor but the standard streams and the two sockets. Raises OSError."""
    try:
        call("close_range", _FIRST_SPARE, 0xFFFFFFFF, 0)
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
        for each in _listed() or range(_FIRST_SPARE, 1 << 16):
            if each >= _FIRST_SPARE:
                _close(each)


def verify() -> MechanismReport:
    """Close what the imports left open and prove that nothing else is there.

    Raises SealError when a standard stream is not /dev/null or a descriptor is left.
    """
    close_the_rest()
    for stream in range(3):
        status = os.fstat(stream)
        if not stat.S_ISCHR(status.st_mode) or status.st_rdev != os.stat("/dev/null").st_rdev:
            raise SealError("descriptors", f"standard stream {stream} is not on /dev/null")
    if not stat.S_ISSOCK(os.fstat(WIRE).st_mode):
        raise SealError("descriptors", "the wire is not a socket")
    listed = _listed()
    left = listed - {0, 1, 2, WIRE, CONTROL}
    if left:
        raise SealError("descriptors", f"descriptors {sorted(left)} are still open")
    proof = "verified" if listed else "not listed by this system"
    return full("descriptors", f"the wire and /dev/null; others closed, {proof}")


def _listed() -> set[int]:
    directory = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"
    try:
        names = os.listdir(directory)
    except OSError:
        return set()
    # The listing names the descriptor that read the directory, closed again by now.
    return {int(name) for name in names if _is_open(int(name))}


def _is_open(descriptor: int) -> bool:
    try:
        fcntl.fcntl(descriptor, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        pass
