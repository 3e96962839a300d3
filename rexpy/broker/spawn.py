"""Starts a worker and holds it: launch, then the thread that watches over it."""

from rexpy.broker.launch import WORKER_PROGRAM, SpawnError, launch
from rexpy.broker.worker_process import WorkerProcess
from rexpy.errors import RunnerError
from rexpy.seal.options import SealOptions

__all__ = ["SpawnError", "spawn", "start_worker"]


def spawn(options: SealOptions, *, program: str = WORKER_PROGRAM) -> WorkerProcess:
    """Start a worker under *options* and return as soon as its launcher is started.

    *program* is the file that the interpreter runs. The worker belongs to the calling thread: when that
    thread ends, the kernel ends the worker. Raises SpawnError where there is no interpreter or no
    RestrictedPython, or the system refuses a process; then nothing is left open.
    """
    return WorkerProcess(launch(options.to_argument(), program=program))


def start_worker(options: SealOptions) -> WorkerProcess:
    """Start a worker, to be sealed under *options*. Raises RunnerError; the caller closes the worker."""
    try:
        return spawn(options)
    except SpawnError as error:
        raise RunnerError(str(error)) from None
