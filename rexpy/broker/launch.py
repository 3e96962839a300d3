"""Starts the launcher of a worker: two socket pairs, an empty environment, a clean interpreter; nothing else.

It imports next to nothing, so that a command can start its worker before it reads its own arguments: the
worker takes longer to be ready than anything else does.
"""

import _socket
import fcntl
import os
import sys

from rexpy.broker import buffer

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORKER_PROGRAM = os.path.join(_PACKAGE, "worker", "__main__.py")
# Isolated, without site-packages, without writing byte code, UTF-8 whatever the host's locale.
_INTERPRETER_OPTIONS = ("-I", "-S", "-B", "-X", "utf8")
# Where the launcher finds its sockets; rexpy.seal.descriptors has the same numbers, and a test compares them.
_WIRE, _CONTROL, _BUFFER = 3, 4, 5
# Above every number that the child's descriptors are moved to.
_OUT_OF_THE_WAY = 10
# Threat: a caller whose standard streams are closed, as daemons' are. What is printed would go to the worker.
_NO_STREAM = 3


class SpawnError(Exception):
    """A worker cannot be started on this system; the text says why."""


class Launched:
    """A launcher that was started: its process, and the broker's descriptors, which the holder closes.

    `buffer` is that of the shared memory, -1 where there is none.
    """

    __slots__ = ("_reaped", "buffer", "control", "interpreter", "pid", "wire")

    def __init__(self, pid: int, *, wire: int, control: int, buffer: int, interpreter: str) -> None:
        self.pid = pid
        self.buffer = buffer
        self.wire = wire
        self.control = control
        self.interpreter = interpreter
        self._reaped = False

    def kill(self) -> None:
        """Kill the launcher, and with it its worker; harmless once it was waited for."""
        if not self._reaped:
            try:
                os.kill(self.pid, 9)
            except ProcessLookupError:
                pass

    def wait(self) -> int:
        """Wait for the launcher and return its exit code, minus the signal that ended it."""
        try:
            if sys.platform == "linux":
                # Invariant: its process id stays taken until kill can no longer use it.
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
                self._reaped = True
            code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self._reaped = True
            return code
        except ChildProcessError:
            self._reaped = True
            return 0  # the caller's process reaps all its children by itself

    def abandon(self) -> None:
        """End a launcher that nobody took, reap it and close the descriptors."""
        self.kill()
        os.close(self.wire)
        os.close(self.control)
        if self.buffer >= 0:
            os.close(self.buffer)
        self.wait()


def launch(seal: str, *, program: str = WORKER_PROGRAM) -> Launched:
    """Start *program* under the seal options *seal* spells (SealOptions.to_argument).

    The worker belongs to the calling thread: when that thread ends, the kernel ends the worker. Raises
    SpawnError where there is no interpreter or no RestrictedPython, or the system refuses a process; nothing
    is left open.
    """
    interpreter = sys.executable
    if not interpreter:
        raise SpawnError("sys.executable is not set, so there is no Python to run the worker with")
    command = [interpreter, *_INTERPRETER_OPTIONS, program, str(os.getpid()), seal, _library()]
    opened: list[int] = []
    try:
        wire, control, shared = _pair(opened), _pair(opened), buffer.create()
        if shared >= 0:
            shared = _moved(shared, _OUT_OF_THE_WAY, opened)
        pid = _start(interpreter, command, theirs=(wire[1], control[1]), shared=shared)
    except OSError as error:
        for descriptor in opened:
            os.close(descriptor)
        raise SpawnError(f"the worker's interpreter {interpreter} cannot be started: {error.strerror}") from error
    os.close(wire[1])
    os.close(control[1])
    return Launched(pid, wire=wire[0], control=control[0], buffer=shared, interpreter=interpreter)


def _pair(opened: list[int]) -> tuple[int, int]:
    ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_STREAM)
    theirs_at = theirs.detach()
    try:
        kept = _moved(ours.detach(), _NO_STREAM, opened)
    except OSError:
        os.close(theirs_at)
        raise
    return kept, _moved(theirs_at, _OUT_OF_THE_WAY, opened)


def _moved(descriptor: int, least: int, opened: list[int]) -> int:
    """Return the descriptor under a number from *least* on, noted in *opened*; the one given is closed otherwise.

    The number that it has may be one that the child needs for something else.
    """
    if descriptor < least:
        given = descriptor
        try:
            descriptor = fcntl.fcntl(given, fcntl.F_DUPFD_CLOEXEC, least)
        finally:
            os.close(given)
    opened.append(descriptor)
    return descriptor


def _start(interpreter: str, command: list[str], *, theirs: tuple[int, int], shared: int) -> int:
    moves = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDWR, 0),
        (os.POSIX_SPAWN_DUP2, 0, 1),
        (os.POSIX_SPAWN_DUP2, 0, 2),
        (os.POSIX_SPAWN_DUP2, theirs[0], _WIRE),
        (os.POSIX_SPAWN_DUP2, theirs[1], _CONTROL),
    ]
    if shared >= 0:
        moves.append((os.POSIX_SPAWN_DUP2, shared, _BUFFER))
    # What the caller left inheritable on purpose the launcher closes as its first act.
    return os.posix_spawn(interpreter, command, {}, file_actions=moves, setsigmask=())


def _library() -> str:
    """Return the directory that holds RestrictedPython, found without importing it."""
    # Not: importlib.util, which does just this and takes 6 ms to import.
    for finder in sys.meta_path:
        spec = finder.find_spec("RestrictedPython", None)
        if spec is not None and spec.origin is not None:
            return os.path.dirname(os.path.dirname(os.path.abspath(spec.origin)))
    raise SpawnError("RestrictedPython is not installed beside this interpreter")
