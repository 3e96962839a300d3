"""A broker under a filter with a listener of its own: its workers can have none."""

import ctypes
import json
import struct
import sys

import breach

from rexpy.seal import syscalls

ALLOW_EVERYTHING = struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000)
instructions = ctypes.create_string_buffer(ALLOW_EVERYTHING, len(ALLOW_EVERYTHING))
head = struct.pack("@HP", 1, ctypes.addressof(instructions))
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
syscalls.call("seccomp", 1, 1 << 3, head)

outcome = breach.run("os.open('/etc/passwd', 0)\nsay('alive')")
assert outcome.report is not None
assert outcome.violation is not None
json.dump(
    {
        "seccomp": outcome.report.of("seccomp").detail,
        "signal": outcome.exit.signal,
        "violation": [outcome.violation.number, outcome.violation.name, outcome.violation.architecture],
        "said": outcome.said,
    },
    sys.stdout,
)
