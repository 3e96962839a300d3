"""`threading` for scripts: one thread, in which those that a script starts run one after another, each to its end.

A started thread runs when the script waits: for it, for a queue, a lock, an event, a result, or at the script's end.
That is an order in which CPython may run it too. Where a thread would have to stop half-way for another to go on, there
is no such order here, and the wait ends in RuntimeError instead of lasting for ever.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from rexpy.worker.language.ownership import declare_open
from rexpy.worker.stdlib.locks import Lock, close_constructor, require_instance
from rexpy.worker.stdlib.safe_various import print_exception
from rexpy.worker.stdlib.turns import Job, pending, run, running, schedule, wait_until, withdraw

_numbers = itertools.count(1)
_idents = itertools.count(1)


class Thread:
    """A thread of a script: runs to its end when the script waits for it, or for anything else."""

    def __init__(
        self, group: None = None, target: Callable[..., Any] | None = None, name: str | None = None,
        args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, *, daemon: bool | None = None,
    ) -> None:  # fmt: skip
        require_instance(self, Thread)
        if group is not None:
            raise AssertionError("group argument must be None for now")
        if name is None:
            name = f"Thread-{next(_numbers)}"
            called = getattr(target, "__name__", None)
            if called is not None:
                name = f"{name} ({called})"
        self._target, self._args, self._kwargs = target, args, dict(kwargs or {})
        self._name = str(name)
        self._daemonic = bool(current_thread().daemon if daemon is None else daemon)
        self._job: Any = None
        self._ident: int | None = None
        self._state = "initial"

    @property
    def name(self) -> str:
        """What the thread is called."""
        return self._name

    @name.setter
    def name(self, name: object) -> None:
        require_instance(self, Thread)
        self._name = str(name)

    @property
    def daemon(self) -> bool:
        """Whether the script's end does not wait for the thread."""
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic: bool) -> None:
        require_instance(self, Thread)
        if self._state != "initial":
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = bool(daemonic)

    @property
    def ident(self) -> int | None:
        """The thread's number; None before it is started."""
        return self._ident

    @property
    def native_id(self) -> int | None:
        """The thread's number."""
        return self._ident

    def _due(self) -> float:
        return 0.0

    def start(self) -> None:
        """Have the thread run; raises RuntimeError where it was started before."""
        if self._state != "initial":
            raise RuntimeError("threads can only be started once")
        self._state, self._ident = "started", next(_idents)
        self._job = Job(self._work, self, daemon=self._daemonic, due=self._due())
        schedule(self._job)

    def run(self) -> None:
        """Do the thread's work: call its target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _work(self) -> None:
        try:
            self.run()
        except SystemExit:
            pass
        except Exception as error:
            # Invariant: a limit of the run ends the run, in whatever thread it was met.
            if getattr(error, "limit", None) is not None:
                raise
            print(f"Exception in thread {self._name}:", file=sys.stderr)
            print_exception(error)
        finally:
            self._state = "stopped"

    def join(self, timeout: float | None = None) -> None:
        """Wait until the thread has ended: where it has not begun, it runs now."""
        if self._state == "initial":
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        self._require_whole()
        wait_until(lambda: self._state == "stopped", f"joining {self._name}", timeout, first=self._job)
        self._require_whole()

    def _require_whole(self) -> None:
        # Invariant: nobody who asks takes a thread that was unwound for one that did its work.
        if self._job is not None and self._job.abandoned:
            raise RuntimeError(
                f"{self._name} is a daemon that was let go half-way, when the script could go on without it"
            )

    def is_alive(self) -> bool:
        """Tell whether the thread runs; where it has not begun, it runs now."""
        self._require_whole()
        if self._job in pending and self._job.due <= time.monotonic():
            run(self._job)
        return self._state == "started"

    def __repr__(self) -> str:
        status = self._state + (" daemon" if self._daemonic else "") + (f" {self._ident}" if self._ident else "")
        return f"<{type(self).__name__}({self._name}, {status})>"


class Timer(Thread):
    """Calls a function after a number of seconds, unless it is cancelled before."""

    def __init__(
        self, interval: float, function: Callable[..., Any], args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.interval, self.function = interval, function
        self.args, self.kwargs = list(args or ()), dict(kwargs or {})
        self._cancelled = False

    def _due(self) -> float:
        return time.monotonic() + self.interval

    def cancel(self) -> None:
        """Let the function not be called, unless it was."""
        self._cancelled = True
        if self._job is not None and withdraw(self._job):
            self._state = "stopped"

    def run(self) -> None:
        """Call the function."""
        work = self.function
        if not self._cancelled:
            work(*self.args, **self.kwargs)


class _MainThread(Thread):
    def __init__(self) -> None:
        self._name, self._daemonic, self._state, self._job = "MainThread", False, "started", None
        self._ident = next(_idents)

    def join(self, timeout: float | None = None) -> NoReturn:
        """Never ends."""
        raise RuntimeError("cannot join the main thread: it waits for this one")


def current_thread() -> Thread:
    """Return the thread that runs."""
    for job in reversed(running):
        if isinstance(job.owner, Thread):
            return job.owner
    return _main


def main_thread() -> Thread:
    """Return the thread in which the script began."""
    return _main


def get_ident() -> int:
    """Return the number of the thread that runs."""
    return current_thread()._ident or 0


def enumerate() -> list[Thread]:
    """Return the threads that were started and have not ended."""
    jobs = [*running, *pending]
    return [_main, *(job.owner for job in jobs if isinstance(job.owner, Thread))]


def active_count() -> int:
    """Return how many threads were started and have not ended."""
    return len(enumerate())


class local:
    """Attributes that each thread has for itself."""

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Any:
        made = object.__new__(cls)
        _locals[id(made)] = made, args, kwargs, {get_ident(): object.__getattribute__(made, "__dict__")}
        return made

    def __getattribute__(self, name: str) -> Any:
        _settle(self)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _settle(self)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        _settle(self)
        object.__delattr__(self, name)


# Invariant: one lives as long as the run, so that its number means no other object.
_locals: dict[int, tuple[Any, tuple[Any, ...], dict[str, Any], dict[int, dict[str, Any]]]] = {}


def _settle(obj: Any) -> None:
    """Give *obj* the attributes of the thread that runs."""
    _, args, kwargs, dicts = _locals[id(obj)]
    ident = get_ident()
    known = ident in dicts
    object.__setattr__(obj, "__dict__", dicts.setdefault(ident, {}))
    if not known:
        type(obj).__init__(obj, *args, **kwargs)


_main: Final = _MainThread()
declare_open(local)

# CPython's conditions, semaphores, events, barriers and queues stand on these, and so do those that scripts make.
_names: dict[str, Any] = threading.__dict__
_names.update(Lock=Lock, _allocate_lock=Lock, _CRLock=None, get_ident=get_ident, current_thread=current_thread)
for _name in ("_RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier"):
    close_constructor(_names[_name])


def adjust_queue(module: Any) -> None:
    """Have queues wait as everything else here; the C one would wait for ever."""
    names: Any = module.__dict__
    names["SimpleQueue"] = names["_PySimpleQueue"]
    names["SimpleQueue"].__name__ = names["SimpleQueue"].__qualname__ = "SimpleQueue"
    for name in ("Queue", "SimpleQueue"):
        close_constructor(names[name])


def stack_size(size: int = 0, /) -> int:
    """Return 0: a script's threads have no stack of their own."""
    return 0


for _thing in (
    Thread, Timer, _MainThread, local, current_thread, main_thread, get_ident, enumerate, active_count,
):  # fmt: skip
    _thing.__module__ = "threading"
get_native_id = get_ident
