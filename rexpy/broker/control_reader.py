"""The broker's end of the control channel: messages of the launcher, and how a worker ended."""

import array
import os
import socket
import struct
from dataclasses import dataclass

from rexpy.seal.control import EXIT_FORMAT, FAILURE_MAX, HEADER_FORMAT, HEADER_SIZE, PID_FORMAT

# More than all messages of one run together, so that each comes whole with the descriptor that belongs to it.
_RECEIVE_BYTES = 1 << 16
# Not everywhere; where it is missing, Python's own processes still close what they do not pass.
_CLOSE_ON_EXEC = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Exit:
    """How a worker ended: *signal* or *code*, the other None; processor seconds; bytes at the peak."""

    signal: int | None
    code: int | None
    user_s: float = 0.0
    system_s: float = 0.0
    max_rss: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no sealed worker: the mechanism that failed ("" for none) and the reason."""

    mechanism: str
    reason: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message, with the descriptor that came beside it."""

    kind: bytes
    payload: bytes
    descriptor: int | None


class ControlReader:
    """Reads messages as they come; owns the socket."""

    def __init__(self, control: socket.socket) -> None:
        self._socket = control
        self._buffer = b""

    def fileno(self) -> int:
        """Return the descriptor to poll."""
        return self._socket.fileno()

    def receive(self) -> list[Message] | None:
        """Return the messages that are there, None at the channel's end. Blocks when there is nothing."""
        try:
            data, ancillary, _, _ = self._socket.recvmsg(_RECEIVE_BYTES, socket.CMSG_SPACE(4), _CLOSE_ON_EXEC)
        except ConnectionResetError:
            return None
        descriptor = _descriptor(ancillary)
        if not data:
            return None
        self._buffer += data
        frames = self._frames()
        messages = [Message(kind, payload, None) for kind, payload in frames]
        if descriptor is not None:
            if messages:
                # Invariant: the kernel ends a read at the message that carries a descriptor.
                messages[-1] = Message(*frames[-1], descriptor)
            else:
                os.close(descriptor)
        return messages

    def _frames(self) -> list[tuple[bytes, bytes]]:
        frames = []
        while len(self._buffer) >= HEADER_SIZE:
            kind, size = struct.unpack_from(HEADER_FORMAT, self._buffer)
            end = HEADER_SIZE + size
            if len(self._buffer) < end:
                break
            frames.append((kind, self._buffer[HEADER_SIZE:end]))
            self._buffer = self._buffer[end:]
        return frames

    def close(self) -> None:
        """Close the channel: a launcher that is still there ends its worker."""
        self._socket.close()


def _descriptor(ancillary: list[tuple[int, int, bytes]]) -> int | None:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS and len(data) >= 4:
            return array.array("i", data[:4])[0]
    return None


def pid_of(payload: bytes) -> int:
    """Return the process id of a PID message."""
    return int(struct.unpack(PID_FORMAT, payload)[0])


def exit_of(payload: bytes) -> Exit:
    """Return the end that an EXIT message tells."""
    status, user_s, system_s, max_rss = struct.unpack(EXIT_FORMAT, payload)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return Exit(-code, None, user_s, system_s, max_rss)
    return Exit(None, code, user_s, system_s, max_rss)


def failure_of(payload: bytes) -> Failure:
    """Return the failure that a FAILURE message tells."""
    mechanism, _, reason = payload[:FAILURE_MAX].decode("utf-8", "replace").partition("\0")
    return Failure(mechanism, reason)
