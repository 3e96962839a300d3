"""The launcher, and how it becomes a worker. Read this first; it is the first code of the child.

    broker --exec--> launcher: namespaces --fork--> worker: imports, seal, the script
                     launcher: says the worker's pid, waits, says how it ended

Run as a file, `python -I -S -B -X utf8 …/rexpy/worker/__main__.py BROKER OPTIONS LIBRARY`, with an empty
environment, standard streams on /dev/null, the wire on 3 and the control channel on 4. Before the fork it
imports only what the seal needs.
"""

import os
import resource  # noqa: F401  (wait4 wants it, and the launcher loses the file tree with its worker)
import select
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import socket

    from rexpy.seal.control import Control
    from rexpy.seal.options import SealOptions
    from rexpy.seal.report import MechanismReport, SealReport

# What the launcher and a worker that could not be sealed end with.
CANNOT_CONTAIN = 125

Prepare = Callable[[], object]
Serve = Callable[["socket.socket", "SealReport"], object]


def launch(arguments: Sequence[str], *, prepare: Prepare, serve: Serve) -> NoReturn:
    """Enter the namespaces, fork the worker and wait for it; never returns, in neither process.

    *arguments* are the three of the command line. The worker calls *prepare*, is sealed, and calls *serve*
    with the wire and its seal report.
    """
    from rexpy.seal import descriptors, namespaces
    from rexpy.seal.control import Control
    from rexpy.seal.options import SealOptions
    from rexpy.seal.report import SealError
    from rexpy.worker import shared

    control = Control(descriptors.CONTROL)
    try:
        shared.adopt(descriptors.BUFFER)
        descriptors.close_the_rest()
        options = SealOptions.from_argument(arguments[1])
        _stand_alone()
        _belong_to(int(arguments[0]), title="rexpy[launcher]")
        entered = namespaces.enter(options)
        # The worker's proof that its launcher lived when it asked to die with it.
        life, hold = os.pipe()
        launcher = os.getpid()
        worker = os.fork()
        if worker == 0:
            os.close(hold)
            _work(control, life, options, entered, launcher, prepare, serve)
        os.close(life)
        os.close(descriptors.WIRE)
        _close_to_worker()
        _relay(worker, control)
    except SealError as error:
        control.fail(error.mechanism, error.reason)
    except Exception as error:
        control.fail("", f"the launcher failed: {type(error).__name__}: {error}")
    os._exit(CANNOT_CONTAIN)


def _stand_alone() -> None:
    os.chdir("/")
    os.setsid()
    # Threat: a caller that ignores this signal would have the kernel reap the worker unseen.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _belong_to(parent: int | None, *, title: str) -> None:
    from rexpy.seal import syscalls

    if syscalls.ABI is None:
        return
    syscalls.set_name(title)
    syscalls.die_with_parent()
    # Threat: a parent that ended before the request leaves an orphan that nothing ends.
    if parent is not None and os.getppid() != parent:
        os._exit(CANNOT_CONTAIN)


def _close_to_worker() -> None:
    from rexpy.seal import syscalls

    if syscalls.ABI is not None:
        # Threat: the worker of an ordinary user has the launcher's user id.
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)


def _relay(worker: int, control: "Control") -> NoReturn:
    """Wait for the worker and report it; end it when the broker is gone."""
    pidfd: int | None = None
    try:
        pidfd = os.pidfd_open(worker)
    except (AttributeError, OSError):
        pass  # before Linux 5.3, or not Linux: the broker then kills by number
    control.send_pid(worker, pidfd)
    if pidfd is not None:
        _wait_for_either(pidfd, worker, control)
    # Invariant: nothing is imported from here on; see the import of resource.
    _, status, usage = os.wait4(worker, 0)
    unit = 1024 if sys.platform == "linux" else 1
    control.send_end(status, usage.ru_utime, usage.ru_stime, usage.ru_maxrss * unit)
    os._exit(0)


def _wait_for_either(pidfd: int, worker: int, control: "Control") -> None:
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    poll.register(control.fileno(), select.POLLIN)
    # The broker sends nothing: anything on the control channel is its end.
    if any(descriptor == control.fileno() for descriptor, _ in poll.poll()):
        os.kill(worker, signal.SIGKILL)


def _work(
    control: "Control",
    life: int,
    options: "SealOptions",
    entered: "list[MechanismReport]",
    launcher: int,
    prepare: Prepare,
    serve: Serve,
) -> NoReturn:
    from rexpy.seal import descriptors
    from rexpy.seal.apply import apply
    from rexpy.seal.report import SealError

    try:
        os.setsid()
        _belong_to(None, title="rexpy[worker]")
        _require_life(life)
        descriptors.close_the_rest()
        prepare()
        import socket

        # Invariant: every socket object is made before the filter, which allows no question about a socket.
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=descriptors.WIRE)
        report = apply(options, control=control, entered=entered, run=launcher)
    except SealError as error:
        control.fail(error.mechanism, error.reason)
        os._exit(CANNOT_CONTAIN)
    except BaseException as error:
        control.fail("", f"the worker could not be prepared: {type(error).__name__}: {error}")
        os._exit(CANNOT_CONTAIN)
    try:
        serve(wire, report)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _require_life(life: int) -> None:
    os.set_blocking(life, False)
    try:
        os.read(life, 1)
    except BlockingIOError:
        return
    os._exit(CANNOT_CONTAIN)


def _prepare_worker() -> None:
    from rexpy.worker import serve

    serve.prepare()


def _serve_worker(wire: "socket.socket", report: "SealReport") -> None:
    from rexpy.worker import serve

    serve.serve(wire, report)


def find_packages(arguments: Sequence[str]) -> None:
    """Let this process import rexpy and RestrictedPython, after the standard library."""
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    # Not: at the front. A file beside a package must not take the place of a standard module.
    sys.path += dict.fromkeys((here, arguments[2]))


if __name__ == "__main__":
    find_packages(sys.argv[1:])
    launch(sys.argv[1:], prepare=_prepare_worker, serve=_serve_worker)
