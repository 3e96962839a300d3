"""A worker as the broker holds it: the wire, how it ends, and the thread that watches over it."""

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

from rexpy.broker import control_reader, violation
from rexpy.broker.buffer import Buffer
from rexpy.broker.control_reader import ControlReader, Exit, Failure, Message
from rexpy.broker.launch import Launched, SpawnError
from rexpy.broker.violation import Violation
from rexpy.seal.control import EXIT, FAILURE, LISTENER, PID

__all__ = ["Exit", "Failure", "SpawnError", "Violation", "WorkerProcess"]

# How long a killed worker may take to be gone before its launcher is killed too: the kernel needs
# milliseconds, more only to free a great deal of memory.
_GRACE_S = 2.0


class WorkerProcess:
    """One worker and its launcher. Every method may be called from any thread.

    *sock* is the broker's end of the wire, blocking; it reads end of file when the worker is gone. A
    forbidden system call and an expired deadline end the worker by themselves.
    """

    def __init__(self, launched: Launched) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=launched.wire)
        self._launcher = launched
        self.buffer = Buffer(launched.buffer)
        control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=launched.control)
        self._control = ControlReader(control)
        self._lock = threading.Lock()
        self._known = threading.Event()
        self._over = threading.Event()
        self._pid: int | None = None
        self._pidfd: int | None = None
        self._listener: int | None = None
        self._deadline: float | None = None
        self._on_timeout: Callable[[], object] | None = None
        self._give_up: float | None = None
        self._killed = self._timed_out = self._closed = False
        self._violation: Violation | None = None
        self._failure: Failure | None = None
        self._exit: Exit | None = None
        self._awake, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        self._thread = threading.Thread(target=self._watch, name="rexpy-watch", daemon=True)
        self._thread.start()

    @property
    def violation(self) -> Violation | None:
        """The forbidden system call that ended the worker, None when none did; final after wait."""
        if self._violation is None and self._exit is not None and self._exit.signal == signal.SIGSYS:
            return violation.UNRECORDED
        return self._violation

    @property
    def failure(self) -> Failure | None:
        """Why there was no sealed worker, None when there was one; final once wait has returned."""
        return self._failure

    @property
    def timed_out(self) -> bool:
        """Whether the deadline ended the worker."""
        return self._timed_out

    @property
    def killed(self) -> bool:
        """Whether the broker ended the worker, for whatever reason."""
        return self._killed

    def pids(self) -> set[int]:
        """Return the process ids of the launcher and the worker; waits until the worker's is known."""
        self._known.wait()
        return {self._launcher.pid} if self._pid is None else {self._launcher.pid, self._pid}

    def arm(self, deadline_s: float, on_timeout: Callable[[], object] | None = None) -> None:
        """End the worker *deadline_s* seconds from now and then call *on_timeout*, in the watching thread."""
        with self._lock:
            self._deadline = time.monotonic() + deadline_s
            self._on_timeout = on_timeout
            self._nudge()

    def kill(self) -> None:
        """End the worker now, whatever it is doing; harmless when it is gone."""
        with self._lock:
            self._kill()

    def wait(self, timeout_s: float | None = None) -> Exit:
        """Return how the worker ended once it is gone. Raises TimeoutError after *timeout_s*."""
        if not self._over.wait(timeout_s):
            raise TimeoutError(f"the worker is still there after {timeout_s} s")
        assert self._exit is not None
        return self._exit

    def close(self) -> None:
        """End the worker if it is there, reap it, and close every descriptor; closing twice is harmless."""
        self.kill()
        self.sock.close()
        self._thread.join()
        with self._lock:
            if not self._closed:
                self._closed = True
                os.close(self._awake)
                os.close(self._wake)
                self.buffer.close()

    def __enter__(self) -> "WorkerProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _nudge(self) -> None:
        if not self._closed:
            try:
                os.write(self._wake, b"!")
            except BlockingIOError:
                pass  # a full pipe wakes as well

    def _kill(self) -> None:
        if self._exit is not None:
            return
        if not self._killed:
            self._killed = True
            self._give_up = time.monotonic() + _GRACE_S
            self._nudge()
        try:
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
                return
            if self._pid is not None:
                os.kill(self._pid, signal.SIGKILL)
                return
        except ProcessLookupError:
            return
        except PermissionError:
            pass  # root without CAP_KILL: the launcher is ours, and the worker ends with it
        self._launcher.kill()

    def _watch(self) -> None:
        end: Exit | None = None
        try:
            end = self._follow()
        finally:
            self._finish(end)

    def _follow(self) -> Exit | None:
        poll = select.poll()
        poll.register(self._control.fileno(), select.POLLIN)
        poll.register(self._awake, select.POLLIN)
        end: Exit | None = None
        while True:
            ready = dict(poll.poll(self._poll_ms()))
            if self._awake in ready:
                os.read(self._awake, 64)
            self._check_deadlines()
            if self._listener is not None and self._listener in ready:
                poll.unregister(self._listener)
                # Not: reading on a hang-up alone. It would block for a notification that never comes.
                if ready[self._listener] & select.POLLIN:
                    self._record_violation(self._listener)
            if self._control.fileno() not in ready:
                continue
            messages = self._control.receive()
            if messages is None:
                return end
            for message in messages:
                end = self._take(message, poll) or end

    def _poll_ms(self) -> float | None:
        with self._lock:
            times = [each for each in (self._deadline, self._give_up) if each is not None]
        return max(0.0, min(times) - time.monotonic()) * 1000 if times else None

    def _check_deadlines(self) -> None:
        now, notify = time.monotonic(), None
        with self._lock:
            if self._deadline is not None and now >= self._deadline:
                self._deadline = None
                # A worker that ended in time did so even if its launcher is not gone yet.
                if self._exit is None:
                    self._timed_out = not self._killed
                    notify = self._on_timeout
                    self._kill()
            if self._give_up is not None and now >= self._give_up:
                self._give_up = None
                self._launcher.kill()
        if notify is not None:
            notify()

    def _take(self, message: Message, poll: "select.poll") -> Exit | None:
        if message.kind == EXIT:
            end = control_reader.exit_of(message.payload)
            # Not: after the launcher is reaped. Its own end takes milliseconds that no run need wait for.
            self._publish(end)
            return end
        if message.kind == FAILURE:
            self._failure = control_reader.failure_of(message.payload)
        elif message.kind == PID:
            with self._lock:
                self._pid, self._pidfd = control_reader.pid_of(message.payload), message.descriptor
                if self._killed:
                    self._kill()
            self._known.set()
        elif message.kind == LISTENER and message.descriptor is not None:
            self._listener = message.descriptor
            poll.register(self._listener, select.POLLIN)
        elif message.kind == LISTENER:
            # Threat: with the listener lost, forbidden calls would fail instead of ending the run.
            self._failure = Failure("seccomp", "its listener was lost: this process has too many open files")
            self.kill()
        return None

    def _record_violation(self, listener: int) -> None:
        try:
            found: Violation | None = violation.read(listener)
        except OSError:
            found = None  # its process was killed before it could be read
        with self._lock:
            self._violation = self._violation or found
            self._kill()

    def _finish(self, end: Exit | None) -> None:
        killed = self._killed
        if end is None:
            # The launcher is gone without a word: nothing but this ends its worker for sure.
            self.kill()
        # The channel's end is the launcher's: it is exiting, and no timeout is needed.
        code = self._launcher.wait()
        if end is None:
            if self._failure is None and not killed:
                how = f"exit {code}" if code >= 0 else f"signal {-code}"
                self._failure = Failure("", f"the launcher, {self._launcher.interpreter}, ended by itself ({how})")
            self._publish(Exit(-code, None) if code < 0 else Exit(None, code))
        with self._lock:
            for descriptor in (self._pidfd, self._listener):
                if descriptor is not None:
                    os.close(descriptor)
            self._pidfd = self._listener = None
        self._control.close()

    def _publish(self, end: Exit) -> None:
        with self._lock:
            self._exit = end
        self._known.set()
        self._over.set()
