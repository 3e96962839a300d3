"""A worker that starts while the command line is still being read.

A worker needs longer to import and seal itself than anything that the broker does meanwhile, so it is
started before `click` is imported, on the guess that its seal will be the default one. The guess is never
trusted: what the parsed options ask for is compared with what the worker was started with, and another one
is started where they differ.
"""

from collections.abc import Sequence

from rexpy.broker.spawn import SpawnError, spawn
from rexpy.broker.worker_process import WorkerProcess
from rexpy.errors import RunnerError
from rexpy.seal.options import SealOptions

_NO_GUESS = ("--waive", "--require", "--max-cpu", "--max-memory", "--help", "-h")
"""Options that make the guess wrong, or that end the command without a run."""


class EarlyWorker:
    """Holds the worker until the run takes it; `close` ends one that nobody took."""

    def __init__(self, argv: Sequence[str] = ()) -> None:
        """Start a worker if *argv* looks like a run under the default seal. Raises nothing."""
        self._options = SealOptions()
        self._worker: WorkerProcess | None = None
        if argv[:1] == ["run"] and len(argv) > 1 and not any(word.startswith(_NO_GUESS) for word in argv):
            try:
                self._worker = spawn(self._options)
            except SpawnError:
                pass  # the run itself will say it

    def take(self, options: SealOptions) -> WorkerProcess:
        """Return a worker started under *options*; the caller closes it. Raises RunnerError."""
        worker, self._worker = self._worker, None
        if worker is not None:
            if options == self._options:
                return worker
            worker.close()
        try:
            return spawn(options)
        except SpawnError as error:
            raise RunnerError(str(error)) from None

    def close(self) -> None:
        """End the worker if it was not taken."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
