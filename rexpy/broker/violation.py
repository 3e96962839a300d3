"""What a sealed worker was not allowed to call, read from the seccomp listener.

# Invariant: nothing here answers a notification. A parked call stays parked until its process is dead.
"""

import fcntl
import struct
from dataclasses import dataclass

from rexpy.seal import abi

# linux/seccomp.h: struct seccomp_notif is id, pid, flags, then number, audit value, address, six arguments.
_NOTIFICATION_SIZE = 80
_RECEIVE = 0xC0502100
_NUMBER_OFFSET = 16


@dataclass(frozen=True, slots=True)
class Violation:
    """A forbidden system call: its number, -1 where the kernel told nobody, its name and its architecture."""

    number: int
    name: str
    architecture: str

    def __str__(self) -> str:
        if self.number < 0:
            return "a forbidden system call (number not recorded by this kernel)"
        return f"forbidden system call {self.number} ({self.name}, {self.architecture})"


UNRECORDED = Violation(-1, "unknown", "unknown")


def read(listener: int) -> Violation:
    """Return the violation that *listener* reports as readable. Raises OSError where its process is gone."""
    notification = bytearray(_NOTIFICATION_SIZE)
    fcntl.ioctl(listener, _RECEIVE, notification)
    number, audit = struct.unpack_from("=iI", notification, _NUMBER_OFFSET)
    number &= 0xFFFFFFFF
    architecture, name = abi.describe(audit, number)
    return Violation(number, name, architecture)
