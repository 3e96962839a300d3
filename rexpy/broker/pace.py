"""How the broker waits for its worker: asleep, on the worker's processor, or looking for its message, on another.

Looking spares each side the other's cold caches and the waking, and costs a second processor's time. It pays while
calls come in dense succession and nobody else wants that processor. Everything else is measured, at the end of each
`WINDOW`: how much time of it the broker's thread did not run.

Invariant: what is received, and how much of it, is the same in both ways.
"""

import select
import socket
import time

from rexpy.broker.affinity import Processors
from rexpy.broker.buffer import Buffer
from rexpy.wire.limits import LOOK_S

WINDOW = 64
"""Messages after which it is measured how it goes: a millisecond or two."""

LEAST_BETWEEN = 4 * WINDOW
"""Messages between two tries of going apart at least; twice as many after each that fails."""

MOST_BETWEEN = 1 << 14
"""Messages between two tries at most: half a second, beside which a failed one, of 3 to 6 ms, does not count."""

_MOST_LOST_S = WINDOW * 6e-6
"""Seconds of a window that goes apart for which the thread may not run: going apart gains from 3 to 9 us a message."""

_monotonic, _thread_time, _process_time = time.monotonic, time.thread_time, time.process_time
_MUST_NOT_WAIT = 0


class Pace:
    """Receives one worker's messages, and keeps it on the processor where that goes best."""

    __slots__ = (
        "_apart", "_between", "_buffer", "_count", "_left", "_missed", "_next", "_ours", "_process", "_processors",
        "_quota", "_ready", "_receive", "_since",
    )  # fmt: skip

    def __init__(self, sock: socket.socket, processors: Processors, buffer: Buffer) -> None:
        self._receive = sock.recv
        self._processors = processors
        self._buffer = buffer
        poll = select.poll()
        poll.register(sock.fileno(), select.POLLIN)
        self._ready = poll.poll
        self._apart = False
        self._quota: float | None = None
        self._count = 0
        self._between, self._next = LEAST_BETWEEN, WINDOW
        # One processor, or a worker that cannot be told: there is nothing to try, and nothing is measured.
        self._left = WINDOW if processors.count > 1 and buffer.shared else -1
        self._missed = False
        self._since, self._ours, self._process = _monotonic(), _thread_time(), _process_time()

    def receive(self, size: int, *, due: bool) -> bytes:
        """Return what has come, at most `size` bytes; b"" where the worker is gone.

        `due` says that a message was answered since the last time.
        """
        self._left -= 1
        if not self._left:
            self._measure()
        # Threat: a worker that sends its messages byte by byte has the broker look once a message, not once a byte.
        if self._apart and due:
            self._look()
        try:
            # Threat: recv, not recvmsg: descriptors that a worker might attach are dropped by the kernel.
            return self._receive(size)
        except ConnectionError:
            return b""

    def _look(self) -> None:
        if self._missed:
            # The last look was in vain, and what followed can have been long: somebody else has the worker's processor,
            # the script computes, or the operation before waited for the system.
            self._missed = False
            if self._lost() > _MOST_LOST_S:
                self._go_together()
                return
        ready, until = self._ready, _monotonic() + LOOK_S
        while not ready(_MUST_NOT_WAIT):
            if _monotonic() > until:
                self._missed = True
                return

    def _spent(self) -> tuple[float, float, float]:
        """Return for how many seconds of this window this thread ran, for how many it did not, and others of this
        process did.
        """
        ours = _thread_time() - self._ours
        return ours, _monotonic() - self._since - ours, _process_time() - self._process - ours

    def _lost(self) -> float:
        _, idle, elsewhere = self._spent()
        return max(idle, elsewhere)

    def _measure(self) -> None:
        self._left = WINDOW
        self._count += WINDOW
        ours, idle, elsewhere = self._spent()
        if self._apart:
            if max(idle, elsewhere) > _MOST_LOST_S:
                self._go_together()
            elif self._count >= self._next:
                # It has gone well for as long as a try is put off; the next one need not be put off for longer.
                self._between = LEAST_BETWEEN
        # Threat to others: threads of the host's own program, and other runs in it, want the interpreter's lock, which
        # a thread that looks takes and gives at every turn. Those that are asleep use no time, and do not count.
        # For the rest: where either side takes less than a look does, looks will not be in vain.
        elif self._count >= self._next and max(ours, idle) < WINDOW * LOOK_S and elsewhere < _MOST_LOST_S:
            self._try_apart()
        self._since, self._ours, self._process = _monotonic(), _thread_time(), _process_time()

    def _try_apart(self) -> None:
        # Not: at the start. A short run never gets here.
        from rexpy.broker import room

        if self._quota is None:
            self._quota = room.quota()
            if self._quota < 2:
                self._left = -1
                return
        if room.others(self._processors.pids) + 2 > self._processors.count or not self._processors.apart():
            self._put_off()
            return
        self._apart = True
        self._missed = False
        self._next = self._count + self._between
        self._buffer.say_apart(True)

    def _go_together(self) -> None:
        self._apart = False
        self._buffer.say_apart(False)
        self._processors.together()
        self._put_off()

    def _put_off(self) -> None:
        self._next = self._count + self._between
        self._between = min(2 * self._between, MOST_BETWEEN)
