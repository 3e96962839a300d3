"""`concurrent.futures` for scripts: a task runs to its end when its result is asked for, or its executor closed.

As the threads of `threads.py`; CPython's futures, unchanged, over its locks. The tasks of a process pool get copies of
their arguments, and give copies of their results, as there; the module's variables they share.
"""

from __future__ import annotations

import copy
import functools
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import _base
from concurrent.futures._base import ALL_COMPLETED as ALL_COMPLETED
from concurrent.futures._base import FIRST_COMPLETED as FIRST_COMPLETED
from concurrent.futures._base import FIRST_EXCEPTION as FIRST_EXCEPTION
from concurrent.futures._base import BrokenExecutor as BrokenExecutor
from concurrent.futures._base import CancelledError as CancelledError
from concurrent.futures._base import Executor as Executor
from concurrent.futures._base import InvalidStateError as InvalidStateError
from concurrent.futures._base import TimeoutError as TimeoutError
from concurrent.futures._base import wait as wait
from typing import Any

from rexpy.worker.stdlib import threads as threads
from rexpy.worker.stdlib.locks import require_instance
from rexpy.worker.stdlib.turns import Abandoned, Job, schedule, wait_until


class Future(_base.Future):  # type: ignore[type-arg]
    """The result of a task, which runs when somebody asks for it."""

    def __init__(self) -> None:
        require_instance(self, Future)
        super().__init__()
        self._job: Job | None = None

    def _ended(self) -> bool:
        return self._state in (_base.CANCELLED, _base.CANCELLED_AND_NOTIFIED, _base.FINISHED)

    def _begin(self) -> None:
        if self._job is not None and not self._ended() and not self._job.begun:
            wait_until(self._ended, "a task", first=self._job)

    def result(self, timeout: float | None = None) -> Any:
        """Return what the task returned, or raise what it raised."""
        self._begin()
        return super().result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Return what the task raised; None where it returned."""
        self._begin()
        return super().exception(timeout)

    def done(self) -> bool:
        """Tell whether the task has ended; where it has not begun, it runs now."""
        self._begin()
        return super().done()


class _Pool(Executor):
    _broken: Any = BrokenExecutor

    def __init__(
        self, max_workers: int | None = None, initializer: Callable[..., Any] | None = None, initargs: Any = ()
    ) -> None:
        require_instance(self, _Pool)
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._initialize = None if initializer is None else functools.partial(initializer, *initargs)
        self._futures: list[Future] = []
        self._closed = False
        self._failed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        """Have *fn* called with the arguments, and return what its result will be found in."""
        if self._failed:
            raise self._broken("the initializer of the pool failed")
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        future._job = Job(functools.partial(self._perform, future, fn, args, kwargs), future)
        self._futures.append(future)
        schedule(future._job)
        return future

    def _perform(self, future: Future, fn: Callable[..., Any], args: Any, kwargs: Any) -> None:
        self._futures.remove(future)
        if not future.set_running_or_notify_cancel():
            return
        try:
            if self._initialize is not None and not self._failed:
                initialize, self._initialize, self._failed = self._initialize, None, True
                initialize()
                self._failed = False
            if self._failed:
                raise self._broken("the initializer of the pool failed")
            result = self._call(fn, args, kwargs)
        except Abandoned:
            raise
        except BaseException as error:
            # Invariant: a limit of the run ends the run, in whatever task it was met.
            if getattr(error, "limit", None) is not None or not isinstance(error, Exception | SystemExit):
                raise
            future.set_exception(error)
        else:
            future.set_result(result)

    def _call(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        return fn(*args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; run those that were submitted, or cancel them."""
        self._closed = True
        for future in list(self._futures) if cancel_futures else ():
            future.cancel()
        while wait and self._futures:
            first = self._futures[0]
            wait_until(functools.partial(_gone, self._futures, first), "the end of a pool", first=first._job)


def _gone(futures: list[Future], future: Future) -> bool:
    return not any(entry is future for entry in futures)


class ThreadPoolExecutor(_Pool):
    """Runs tasks one after another, each when its result is asked for or the pool is closed."""

    def __init__(
        self, max_workers: int | None = None, thread_name_prefix: str = "",
        initializer: Callable[..., Any] | None = None, initargs: Any = (),
    ) -> None:  # fmt: skip
        super().__init__(max_workers, initializer, initargs)


class ProcessPoolExecutor(_Pool):
    """Runs tasks one after another, on copies of their arguments."""

    def __init__(
        self, max_workers: int | None = None, mp_context: Any = None, initializer: Callable[..., Any] | None = None,
        initargs: Any = (), *, max_tasks_per_child: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(max_workers, initializer, initargs)

    def _call(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        args, kwargs = copy.deepcopy((args, kwargs))
        return copy.deepcopy(fn(*args, **kwargs))


def as_completed(fs: Iterable[Any], timeout: float | None = None) -> Iterator[Any]:
    """Yield the futures as they end: those that have, in the order given, then each once it has run."""
    end = None if timeout is None else time.monotonic() + timeout
    left = list(dict.fromkeys(fs))
    total = len(left)
    while left:
        future = next((entry for entry in left if _has_ended(entry)), None)
        if future is None:
            if end is not None and time.monotonic() > end:
                raise TimeoutError(f"{len(left)} (of {total}) futures unfinished")
            future = next((entry for entry in left if type(entry) is Future and entry._job is not None), None)
            if future is not None:
                future._begin()
            else:
                seconds = None if end is None else end - time.monotonic()
                wait_until(lambda: any(map(_has_ended, left)), "a future", seconds)
            continue
        left.remove(future)
        yield future


def _has_ended(future: Any) -> bool:
    return future._ended() if type(future) is Future else bool(future.done())


for _thing in (Future, _Pool, ThreadPoolExecutor, ProcessPoolExecutor, as_completed):
    _thing.__module__ = "concurrent.futures"
