"""The lock of a script's threads, on which CPython's conditions, events, semaphores and queues stand."""

from __future__ import annotations

from typing import Any

from rexpy.worker.language.ownership import is_subclass
from rexpy.worker.stdlib.turns import wait_until


def require_instance(obj: object, cls: type) -> None:
    """Raise TypeError unless *obj* really is one of *cls*."""
    # Threat: called by its class, `__init__` sets attributes of any object, a class or function of the library's too.
    if not is_subclass(type(obj), cls):
        raise TypeError(f"descriptor '__init__' requires a {cls.__name__!r} object")


def close_constructor(cls: Any) -> None:
    """Have the constructor of *cls* take nothing but objects of it."""
    plain = cls.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        require_instance(self, cls)
        plain(self, *args, **kwargs)

    cls.__init__ = __init__


class Lock:
    """A lock of one thread at a time; waiting for it lets the others run."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        require_instance(self, Lock)
        self._held = False

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock; tell whether it was taken."""
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if blocking and timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        if self._held:
            if not blocking:
                return False
            if not wait_until(
                lambda: not self._held, "waiting for a lock, a queue or an event", None if timeout == -1 else timeout
            ):
                return False
        self._held = True
        return True

    def release(self) -> None:
        """Let the lock go."""
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def locked(self) -> bool:
        """Tell whether somebody has the lock."""
        return self._held

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_exception: object) -> None:
        self.release()

    def __repr__(self) -> str:
        state = "locked" if self._held else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


Lock.__module__ = "threading"
