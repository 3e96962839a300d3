"""`contextlib.redirect_stdout`, `redirect_stderr` and the exit stacks for scripts."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from rexpy.worker.language.ownership import is_own_function


class _Redirect:
    """Sets one of the two standard streams while its block runs.

    # Threat: the stdlib's class takes the attribute of `sys` to set from a class attribute that a subclass
    # may change.
    """

    __slots__ = ("_before", "_target")

    def __init__(self, new_target: Any) -> None:
        self._target = new_target
        self._before: list[Any] = []

    def __init_subclass__(cls, **_options: object) -> None:
        if cls.__module__ != __name__:
            raise TypeError(f"{cls.__base__.__name__ if cls.__base__ else cls} cannot be subclassed by scripts")

    def __exit__(self, *_exception: object) -> None:
        self._set(self._before.pop())

    def _set(self, stream: Any) -> None:
        raise NotImplementedError


class redirect_stdout(_Redirect):
    """Context manager that sends what is printed to another file object."""

    __slots__ = ()

    def __enter__(self) -> Any:
        self._before.append(sys.stdout)
        self._set(self._target)
        return self._target

    def _set(self, stream: Any) -> None:
        sys.stdout = stream


class redirect_stderr(_Redirect):
    """Context manager that sends error output to another file object."""

    __slots__ = ()

    def __enter__(self) -> Any:
        self._before.append(sys.stderr)
        self._set(self._target)
        return self._target

    def _set(self, stream: Any) -> None:
        sys.stderr = stream


class ExitStack(contextlib.ExitStack):
    """`contextlib.ExitStack` whose plain callbacks get no traceback."""

    def push(self, exit: Any) -> Any:
        """Register the `__exit__` of *exit*, or *exit* itself, called with the type and value of an
        exception.
        """
        if is_own_function(exit):
            # Threat: a traceback leads to frames, and those to everything (frame_exitstack_push_tb).
            super().push(lambda kind, value, _trace: exit(kind, value, None))
            return exit
        return super().push(exit)


class AsyncExitStack(contextlib.AsyncExitStack):
    """`contextlib.AsyncExitStack` whose plain callbacks get no traceback."""

    def push(self, exit: Any) -> Any:
        """Register the `__exit__` of *exit*, or *exit* itself, as `ExitStack.push` does."""
        if is_own_function(exit):
            super().push(lambda kind, value, _trace: exit(kind, value, None))
            return exit
        return super().push(exit)

    def push_async_exit(self, exit: Any) -> Any:
        """Register the `__aexit__` of *exit*, or *exit* itself, a coroutine function."""
        if is_own_function(exit):
            super().push_async_exit(lambda kind, value, _trace: exit(kind, value, None))
            return exit
        return super().push_async_exit(exit)


for _thing in (redirect_stdout, redirect_stderr, ExitStack, AsyncExitStack):
    _thing.__module__ = "contextlib"
