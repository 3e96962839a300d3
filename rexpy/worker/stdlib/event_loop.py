"""The event loop of a script: time and callbacks, nothing of the system.

A script has no sockets, threads or subprocesses to wait for, so all that a loop does here is call what is ready and
sleep until the next timer. What CPython's loop does beyond that is refused, with what serves instead.
"""

from __future__ import annotations

import heapq
import importlib
import sys
import time
import weakref
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from rexpy.worker.stdlib.refusals import refusal
from rexpy.worker.stdlib.safe_various import sleep

# CPython's own; typed by nobody, as the loop differs from theirs in what it takes.
coroutines: Any = importlib.import_module("asyncio.coroutines")
events: Any = importlib.import_module("asyncio.events")
futures: Any = importlib.import_module("asyncio.futures")
tasks: Any = importlib.import_module("asyncio.tasks")

_CONNECT: Final = "scripts have no connections; socket.getaddrinfo resolves names"
_PROGRAM: Final = "a script starts no other program"
_SIGNAL: Final = "a script gets no signals"
_REFUSED: Final = {
    _CONNECT: (
        "getaddrinfo getnameinfo create_connection create_server sendfile start_tls create_unix_connection "
        "create_unix_server connect_accepted_socket create_datagram_endpoint add_reader remove_reader add_writer "
        "remove_writer sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto "
        "sock_connect sock_accept sock_sendfile connect_read_pipe connect_write_pipe"
    ),
    _PROGRAM: "subprocess_shell subprocess_exec",
    _SIGNAL: "add_signal_handler remove_signal_handler",
}

_STUCK: Final = (
    "the event loop has nothing left to do: every task waits for another, and nothing of the system can wake one"
)


if TYPE_CHECKING:
    _Base = object
else:
    _Base = events.AbstractEventLoop


class EventLoop(_Base):
    """Calls what is ready, in order; sleeps until the next timer when nothing is."""

    def __init__(self) -> None:
        self._ready: deque[Any] = deque()
        self._timers: list[Any] = []
        self._running = self._stopping = self._closed = False
        self._debug = bool(coroutines._is_debug_mode())
        self._task_factory: Any = None
        self._handler: Any = None
        self._generators: Any = weakref.WeakSet()
        self.slow_callback_duration = 0.1

    def __repr__(self) -> str:
        state = f"running={self._running} closed={self._closed} debug={self._debug}"
        return f"<{type(self).__name__} {state}>"

    # --- running

    def run_forever(self) -> None:
        """Run until `stop` is called. Raises RuntimeError where nothing can ever happen again."""
        self._require_open()
        if self._running:
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._generators.add, finalizer=self._finalize)
        events._set_running_loop(self)
        self._running = True
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._running = self._stopping = False
            events._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)

    def _run_once(self) -> None:
        timers, ready = self._timers, self._ready
        while timers and timers[0]._cancelled:
            heapq.heappop(timers)._scheduled = False
        if not ready and not self._stopping:
            if not timers:
                # Not: waiting, as CPython's does. No descriptor and no other thread can end the wait.
                raise RuntimeError(_STUCK)
            delay = timers[0]._when - self.time()
            if delay > 0:
                sleep(delay)
        due = self.time() + _RESOLUTION
        while timers and timers[0]._when < due:
            timer = heapq.heappop(timers)
            timer._scheduled = False
            ready.append(timer)
        # What these call soon waits for the next turn, so that timers are not starved.
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def run_until_complete(self, future: Any) -> Any:
        """Run until *future* is done and return its result."""
        self._require_open()
        if self._running:
            raise RuntimeError("This event loop is already running")
        made_here = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if made_here:
            future._log_destroy_pending = False
        future.add_done_callback(_stop_with)
        try:
            self.run_forever()
        except BaseException:
            if made_here and future.done() and not future.cancelled():
                future.exception()  # so that nobody is told that it was never looked at
            raise
        finally:
            future.remove_done_callback(_stop_with)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def stop(self) -> None:
        """End `run_forever` after this turn."""
        self._stopping = True

    def is_running(self) -> bool:
        return self._running

    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Forget what was scheduled. Raises RuntimeError while the loop runs."""
        if self._running:
            raise RuntimeError("Cannot close a running event loop")
        self._closed = True
        self._ready.clear()
        self._timers.clear()

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError("Event loop is closed")

    _check_closed = _require_open

    async def shutdown_asyncgens(self) -> None:
        """Close every asynchronous generator that is still alive."""
        closing = list(self._generators)
        self._generators.clear()
        results = await tasks.gather(*[generator.aclose() for generator in closing], return_exceptions=True)
        for result, generator in zip(results, closing, strict=True):
            if isinstance(result, Exception):
                message = f"an error occurred during closing of asynchronous generator {generator!r}"
                self.call_exception_handler({"message": message, "exception": result, "asyncgen": generator})

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        """Return at once: there is no executor."""

    def _finalize(self, generator: Any) -> None:
        self._generators.discard(generator)
        if not self._closed:
            self.call_soon(self.create_task, generator.aclose())

    # --- scheduling

    def time(self) -> float:
        return time.monotonic()

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> Any:
        self._require_open()
        _require_callback(callback, "call_soon")
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay: float, callback: Any, *args: Any, context: Any = None) -> Any:
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> Any:
        if when is None:
            raise TypeError("when cannot be None")
        self._require_open()
        _require_callback(callback, "call_at")
        timer: Any = events.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, timer)
        timer._scheduled = True
        return timer

    def _timer_handle_cancelled(self, handle: Any) -> None:
        """Do nothing: a cancelled timer is dropped when its time comes."""

    def create_future(self) -> Any:
        return futures.Future(loop=self)

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None, **options: Any) -> Any:
        self._require_open()
        if self._task_factory is None:
            return tasks.Task(coro, loop=self, name=name, context=context, **options)
        more = options if context is None else {**options, "context": context}
        task = self._task_factory(self, coro, **more)
        if name is not None and hasattr(task, "set_name"):
            task.set_name(name)
        return task

    def set_task_factory(self, factory: Callable[..., Any] | None) -> None:
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self) -> Any:
        return self._task_factory

    def get_debug(self) -> bool:
        return self._debug

    def set_debug(self, enabled: bool) -> None:
        self._debug = bool(enabled)

    # --- errors that nobody awaits

    def set_exception_handler(self, handler: Any) -> None:
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._handler = handler

    def get_exception_handler(self) -> Any:
        return self._handler

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        """Log what went wrong, as CPython's loop does."""
        error = context.get("exception")
        lines = [context.get("message") or "Unhandled exception in event loop"]
        lines += [
            f"{key}: {context[key]!r}"
            for key in sorted(context)
            if key not in ("message", "exception", "source_traceback", "handle_traceback")
        ]
        logger = importlib.import_module("asyncio.log").logger
        logger.error("\n".join(lines), exc_info=(type(error), error, None) if error is not None else False)

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Tell the handler that the script set, or the default one."""
        handler = self._handler
        if handler is None:
            self.default_exception_handler(context)
            return
        try:
            handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.default_exception_handler(
                {"message": "Unhandled error in exception handler", "exception": error, "context": context}
            )


_RESOLUTION: Final = time.get_clock_info("monotonic").resolution

for _reason, _names in _REFUSED.items():
    for _name in _names.split():
        setattr(EventLoop, _name, refusal(f"asyncio.loop.{_name}", _reason))
EventLoop.__module__ = "asyncio.unix_events"
EventLoop.__name__ = EventLoop.__qualname__ = "_UnixSelectorEventLoop"


def _stop_with(future: Any) -> None:
    if not future.cancelled() and isinstance(future.exception(), SystemExit | KeyboardInterrupt):
        return
    future.get_loop().stop()


def _require_callback(callback: Any, method: str) -> None:
    if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
        raise TypeError(f"coroutines cannot be used with {method}()")
    if not callable(callback):
        raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")
