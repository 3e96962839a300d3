"""The control channel between launcher and broker: what it carries, and its writer.

A stream socket pair that the worker loses when it is sealed. Both ends are trusted code; each message is one
kind byte, a length and a payload, with at most one descriptor beside it.

    PID       launcher   the worker's process id, and a pidfd of it where the kernel has them
    LISTENER  worker     the seccomp listener, before the control channel is closed
    FAILURE   either     a mechanism's name, NUL, the reason, as UTF-8; nothing of the script was read
    EXIT      launcher   how the worker ended (EXIT_FORMAT)
"""

import _socket
import array
import struct

PID, LISTENER, FAILURE, EXIT = b"P", b"L", b"F", b"X"
HEADER_FORMAT = "!cI"
HEADER_SIZE = struct.calcsize(HEADER_FORMAT)
# Wait status, user seconds, system seconds, largest resident size in bytes.
EXIT_FORMAT = "!iddQ"
PID_FORMAT = "!I"
# A reason is one exception's text; the rest is cut.
FAILURE_MAX = 4096


class Control:
    """The writing end, over an inherited descriptor."""

    def __init__(self, descriptor: int) -> None:
        # Invariant: made before the filter, because it asks the kernel for the socket's name and kind.
        self._socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, descriptor)

    def send(self, kind: bytes, payload: bytes, *, descriptor: int | None = None) -> None:
        """Send one message in one system call. Raises OSError when the broker is gone."""
        ancillary = []
        if descriptor is not None:
            rights = array.array("i", [descriptor]).tobytes()
            ancillary = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)]
        self._socket.sendmsg([struct.pack(HEADER_FORMAT, kind, len(payload)) + payload], ancillary)

    def send_pid(self, worker: int, pidfd: int | None) -> None:
        """Say which process the worker is."""
        self.send(PID, struct.pack(PID_FORMAT, worker), descriptor=pidfd)

    def send_end(self, status: int, user_s: float, system_s: float, max_rss: int) -> None:
        """Say how the worker ended: wait status, seconds, bytes."""
        self.send(EXIT, struct.pack(EXIT_FORMAT, status, user_s, system_s, max_rss))

    def fail(self, mechanism: str, reason: str) -> None:
        """Tell the broker why there will be no worker; silent when nobody listens any more."""
        text = f"{mechanism}\0{reason}".encode("utf-8", "backslashreplace")[:FAILURE_MAX]
        try:
            self.send(FAILURE, text)
        except OSError:
            pass

    def fileno(self) -> int:
        """Return the descriptor, -1 once closed."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the channel; closing twice is harmless."""
        self._socket.close()
