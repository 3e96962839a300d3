"""Where the lines of a run go besides files: standard error, syslog."""

import os
import select
import socket
import stat
from typing import Protocol

from rexpy.broker.audit.entry import AuditFailed, Entry
from rexpy.broker.audit.form import Severity
from rexpy.broker.audit.options import DEV_LOG, SYSLOG

READER_WAIT_S = 5.0
"""How long a daemon, or whoever reads standard error, may take to read a record: microseconds do, unless it stopped."""

_AUTHPRIV = 10 << 3
"""syslog(3): LOG_AUTHPRIV, security messages that not everybody may read."""
_PRIORITIES = {Severity.INFORMATIONAL: 6, Severity.LOW: 5, Severity.MEDIUM: 4, Severity.HIGH: 1}
"""syslog(3): info, notice, warning, alert."""


class Sink(Protocol):
    """Takes the lines of one run."""

    def send(self, line: bytes, entry: Entry) -> None:
        """Hand on a line, which ends with a line end. Raises AuditFailed."""

    def close(self) -> None:
        """Give back what is held."""


class Stderr:
    """Writes to the descriptor of standard error, past what Python keeps back."""

    def __init__(self) -> None:
        """Look at it. Raises AuditFailed where it is closed, or what a closed one was replaced by: nothing keeps it."""
        try:
            seen, nothing = os.fstat(2), os.stat(os.devnull)
        except OSError as error:
            raise self._failed(error.strerror) from None
        if stat.S_ISCHR(seen.st_mode) and seen.st_rdev == nothing.st_rdev:
            raise self._failed(f"it is closed, or {os.devnull}")
        self._poll = select.poll()
        self._poll.register(2, select.POLLOUT)

    @staticmethod
    def _failed(why: str | None) -> AuditFailed:
        return AuditFailed(f"the audit cannot be written to standard error: {why}")

    def send(self, line: bytes, entry: Entry) -> None:
        """Write the line. Raises AuditFailed."""
        left = memoryview(line)
        try:
            while left:
                # Not: to wait in the write. Whoever should read may have stopped, and the run would outlive its limits.
                if not self._poll.poll(READER_WAIT_S * 1000):
                    raise self._failed(f"nobody has read it for {READER_WAIT_S:g} s")
                # A pipe that has room at all takes this much without waiting (pipe(7)).
                left = left[os.write(2, left[: select.PIPE_BUF]) :]
        except OSError as error:
            raise self._failed(error.strerror) from None

    def close(self) -> None:
        """Leave standard error open."""


class Syslog:
    """Sends each line as one datagram to the local daemon."""

    def __init__(self, target: str) -> None:
        """Connect. Raises AuditFailed."""
        self._path = target.removeprefix(SYSLOG) or DEV_LOG
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._sock.settimeout(READER_WAIT_S)
        self._tag = f"rexpy[{os.getpid()}]: ".encode()
        try:
            self._sock.connect(self._path)
        except OSError as error:
            self._sock.close()
            raise self._failed(error) from None

    def _failed(self, error: OSError) -> AuditFailed:
        return AuditFailed(f"the audit cannot be sent to syslog at {self._path!r}: {error.strerror or error}")

    def send(self, line: bytes, entry: Entry) -> None:
        """Send the line without its end. Raises AuditFailed."""
        priority = _AUTHPRIV | _PRIORITIES.get(entry.severity, 4)
        try:
            # Not: a time and a host before the tag. The daemon of a local socket adds its own (RFC 3164, 4.3.3).
            self._sock.send(b"<%d>%b%b" % (priority, self._tag, line[:-1]))
        except OSError as error:
            raise self._failed(error) from None

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()
