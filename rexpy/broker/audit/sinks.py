"""Where the lines of a run go besides files: standard error, syslog."""

import os
import socket
from typing import Protocol

from rexpy.broker.audit.entry import AuditFailed, Entry
from rexpy.broker.audit.form import Severity
from rexpy.broker.audit.options import DEV_LOG, SYSLOG

SYSLOG_WAIT_S = 5.0
"""How long a daemon may take to read a record: it needs microseconds, seconds only if it was stopped."""

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

    def send(self, line: bytes, entry: Entry) -> None:
        """Write the line. Raises AuditFailed."""
        left = memoryview(line)
        try:
            while left:
                left = left[os.write(2, left) :]
        except OSError as error:
            raise AuditFailed(f"the audit cannot be written to standard error: {error.strerror}") from None

    def close(self) -> None:
        """Leave standard error open."""


class Syslog:
    """Sends each line as one datagram to the local daemon."""

    def __init__(self, target: str) -> None:
        """Connect. Raises AuditFailed."""
        self._path = target.removeprefix(SYSLOG) or DEV_LOG
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._sock.settimeout(SYSLOG_WAIT_S)
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
