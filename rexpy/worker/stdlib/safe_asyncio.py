"""`asyncio` for scripts: CPython's own futures, tasks, locks, queues and groups, over a loop that needs no system.

# Not: CPython's package. It loads selectors, sockets, threads and subprocesses to begin with.
# Not: its C half, `_asyncio`. Futures and tasks in Python keep to the worker's rules for Python objects; the C ones
# have been corrupted from pure Python more than once.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, Final

from rexpy.worker.stdlib.refusals import refusal

_PARTS: Final = (
    "events", "exceptions", "coroutines", "futures", "tasks", "locks", "queues", "timeouts", "taskgroups", "runners",
    "threads",
)  # fmt: skip

_REFUSED: Final = {
    "a script is one thread; await the coroutine": "run_coroutine_threadsafe",
    "a script starts no other program; do the work in Python": "create_subprocess_exec create_subprocess_shell",
    "scripts have no connections; socket.getaddrinfo resolves names": (
        "open_connection start_server open_unix_connection start_unix_server"
    ),
}


def make_module() -> ModuleType:
    """Return the package, empty: its parts are imported once it is known by its name."""
    return ModuleType("asyncio", "Concurrent code with async and await, in one thread, without input or output.")


def fill_module(module: ModuleType) -> None:
    """Import CPython's modules that need nothing, and put the loop in the place of its own."""
    # They name a few of its constants as defaults of what is refused here.
    programs: Any = ModuleType("subprocess")
    programs.PIPE, programs.STDOUT, programs.DEVNULL = -1, -2, -3
    before = sys.modules.get("subprocess")
    sys.modules["subprocess"] = programs
    try:
        parts: dict[str, Any] = {name: importlib.import_module(f"asyncio.{name}") for name in _PARTS}
    finally:
        sys.modules["subprocess"] = before  # type: ignore[assignment]
    from rexpy.worker.stdlib.event_loop import EventLoop

    class Policy(parts["events"].BaseDefaultEventLoopPolicy):  # type: ignore[misc]
        """Makes the one kind of loop that there is."""

        _loop_factory = EventLoop

    EventLoop.run_in_executor, EventLoop.set_default_executor = _run_in_executor, _set_default_executor  # type: ignore[attr-defined]
    names = module.__dict__
    for part in parts.values():
        names.update({name: getattr(part, name) for name in part.__all__})
    names.update(DefaultEventLoopPolicy=Policy, EventLoop=EventLoop)
    # Threat: a task's stack is a list of frames.
    task = parts["tasks"].Task
    task.get_stack = refusal("asyncio.Task.get_stack", "it would show frames; print_stack prints where a task stands")
    task.print_stack = _print_stack
    for reason, refused in _REFUSED.items():
        names.update({name: refusal(f"asyncio.{name}", reason) for name in refused.split()})
    names["__all__"] = sorted(name for name in names if not name.startswith("_"))


def _print_stack(self: Any, *, limit: int | None = None, file: Any = None) -> None:
    """Print what the task is, without its frames."""
    print(f"{self!r}", file=file if file is not None else sys.stderr)


def _run_in_executor(self: Any, executor: Any, func: Any, *args: Any) -> Any:
    """Have *func* called, to its end, when the loop turns next, by the *executor* where one is given."""
    self._require_open()
    future = self.create_future()

    def perform() -> None:
        if future.cancelled():
            return
        try:
            result = func(*args) if executor is None else executor.submit(func, *args).result()
        except Exception as error:
            if getattr(error, "limit", None) is not None:
                raise
            future.set_exception(error)
        else:
            future.set_result(result)

    self.call_soon(perform)
    return future


def _set_default_executor(self: Any, executor: Any) -> None:
    """Do nothing: what is given to no executor of its own is called by the loop."""
