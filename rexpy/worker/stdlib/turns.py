"""One after another: what was started runs to its end when the script waits, as `threads.py` has it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Final

_STUCK: Final = (
    "{what} would wait for ever: the threads of a script run one after another, each to its end, and none is left that "
    "could end this wait; fill queues before they are read, or write the tasks as coroutines of asyncio"
)


class Abandoned(BaseException):
    """Unwinds a daemon thread that waits for nothing that will come, as the end of a program ends it in CPython."""


class Job:
    """What runs to its end when the script waits: a thread, or a task of an executor."""

    __slots__ = ("abandoned", "begun", "daemon", "due", "owner", "work")

    def __init__(self, work: Callable[[], Any], owner: Any, *, daemon: bool = False, due: float = 0.0) -> None:
        self.work = work
        self.owner = owner
        self.daemon = daemon
        self.due = due
        self.abandoned = self.begun = False


pending: list[Job] = []
running: list[Job] = []
_waits: list[Callable[[], bool]] = []
"""What those wait for that are below the running job on the stack."""


def schedule(job: Job) -> None:
    """Have *job* run when the script waits."""
    pending.append(job)


def withdraw(job: Job) -> bool:
    """Forget *job* unless it has begun; tell whether it had not."""
    if job in pending:
        pending.remove(job)
        return True
    return False


def _next() -> Job | None:
    now = time.monotonic()
    ready = [job for job in pending if job.due <= now]
    return next((job for job in ready if not job.daemon), ready[0] if ready else None)


def run(job: Job) -> None:
    """Run *job*, which has not begun, to its end."""
    pending.remove(job)
    job.begun = True
    running.append(job)
    try:
        job.work()
    except Abandoned:
        if not job.daemon:
            raise
    finally:
        running.remove(job)


def _give_way() -> None:
    """Abandon the running job where it is a daemon and whoever waits below it can go on."""
    if running and running[-1].daemon and any(ready() for ready in _waits):
        running[-1].abandoned = True
        raise Abandoned


def wait_until(ready: Callable[[], bool], what: str, timeout: float | None = None, *, first: Job | None = None) -> bool:
    """Run what was started until *ready*, *first* before others; tell whether it is.

    *timeout*, in seconds, is slept when nothing is left to run. Raises RuntimeError where the wait would last for ever.
    """
    end = None if timeout is None else time.monotonic() + timeout
    _waits.append(ready)
    try:
        if first in pending and first.due <= time.monotonic():
            run(first)
        while not ready():
            job = _next()
            if job is None:
                dues = [job.due for job in pending]
                if end is not None:
                    dues.append(end)
                if not dues:
                    break
                _pause(min(dues) - time.monotonic())
                if end is not None and time.monotonic() >= end:
                    return ready()
                continue
            run(job)
    finally:
        _waits.pop()
    if ready():
        return True
    _give_way()
    raise RuntimeError(_STUCK.format(what=what))


def _pause(seconds: float) -> None:
    _give_way()
    if seconds > 0:
        for stream in (sys.stdout, sys.stderr):
            flush = getattr(stream, "flush", None)
            if flush is not None:
                flush()
        time.sleep(seconds)


def sleep(seconds: float) -> None:
    """Sleep, and run the timers that end meanwhile; a daemon thread lets the others go first."""
    end = time.monotonic() + seconds
    if running and running[-1].daemon:
        while (job := _next()) is not None:
            run(job)
    while timers := [job for job in pending if 0 < job.due <= end]:
        first = min(timers, key=lambda job: job.due)
        _pause(first.due - time.monotonic())
        run(first)
    _pause(end - time.monotonic())


def run_rest() -> None:
    """Run what the script started and did not wait for, as the end of a program does; daemons are let go."""
    while waiting := [job for job in pending if not job.daemon]:
        first = min(waiting, key=lambda job: job.due)
        _pause(first.due - time.monotonic())
        run(first)
    pending.clear()
