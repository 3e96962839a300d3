"""The caller's standard input, passed on to the script piece by piece as it asks."""

import errno
import os
import select
import socket
import stat
from typing import Final

from hostapi.errors import LimitReached
from rexpy.wire.errors import RemoteProtocolError

PIECE: Final = 64 * 1024
"""Bytes passed on at once: a pipe's buffer."""


class StandardInput:
    """Bytes that are there already, or a descriptor that is read when the script asks.

    Not: reading ahead. A script that reads one line of a terminal gets that line when it is typed, and what it does
    not read is left to whoever reads the descriptor next.
    """

    def __init__(self, source: bytes | int, limit: int) -> None:
        self._source = source
        self._limit = limit
        self._spent = 0

    def read(self, count: int, worker: socket.socket) -> bytes:
        """Return up to *count* bytes, as many as are there; none at the end, or once the worker has gone.

        Waits for the input and for the worker's end alike: a script whose time is up while it waits is ended by its
        deadline, which closes the worker's socket. Raises LimitReached, OSError, RemoteProtocolError.
        """
        count = min(count, PIECE)
        room = self._limit - self._spent
        # One byte more than may be passed on tells an input of exactly that size from a longer one.
        data = self._take(min(count, room + 1), worker)
        if len(data) > room:
            raise LimitReached(
                errno.EFBIG,
                f"the run may read {self._limit} bytes of standard input (--max-stdin)",
                limit="stdin_bytes",
                value=self._limit,
            )
        self._spent += len(data)
        return data

    def _take(self, count: int, worker: socket.socket) -> bytes:
        if type(self._source) is bytes:
            return self._source[self._spent : self._spent + count]
        assert type(self._source) is int
        poll = select.poll()
        poll.register(self._source, select.POLLIN)
        # Threat: a worker must be silent while it waits for an answer.
        poll.register(worker.fileno(), select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if worker.fileno() in ready:
                if worker.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                    raise RemoteProtocolError("the worker speaks while an answer is due")
                return b""
            if ready[self._source] & select.POLLNVAL:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            try:
                return _read(self._source, count)
            except BlockingIOError:
                continue


def _read(fd: int, count: int) -> bytes:
    """Return what is there. Raises BlockingIOError where another reader of the same input was faster."""
    # Threat: to wait in that read would be to wait beyond the run's deadline. Not: O_NONBLOCK, which the others share.
    mode = os.fstat(fd).st_mode
    if stat.S_ISSOCK(mode):
        with socket.socket(fileno=os.dup(fd)) as same:
            return same.recv(count, socket.MSG_DONTWAIT)
    if stat.S_ISFIFO(mode):
        buffer = bytearray(count)
        try:
            return bytes(buffer[: os.preadv(fd, [buffer], -1, os.RWF_NOWAIT)])
        except BlockingIOError:
            raise
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.ENOSYS):
                raise
            # This kernel cannot; then it is as it is for a terminal.
    if stat.S_ISREG(mode):
        return os.read(fd, count)
    try:
        # A terminal, or another device: opened anew it has flags of its own.
        own = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return os.read(fd, count)  # it is another user's, or there is no /proc
    try:
        return os.read(own, count)
    finally:
        os.close(own)
