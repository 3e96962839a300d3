"""`timeit` of callables: CPython's also takes source text, which it compiles without the guards."""

from __future__ import annotations

import gc
import itertools
import time
from collections.abc import Callable
from typing import Any, Final

default_timer: Final = time.perf_counter
default_number: Final = 1_000_000
default_repeat: Final = 5

Action = Callable[[], Any]


def _nothing() -> None:
    pass


def _callable(action: object, name: str) -> Any:
    if action == "pass":
        return _nothing
    if not callable(action):
        raise TypeError(f"timeit takes no source text in a script: give {name} as a callable: lambda: work(data)")
    return action


class Timer:
    """Times how long a callable takes."""

    def __init__(
        self, stmt: Any = "pass", setup: Any = "pass", timer: Callable[[], float] = default_timer, globals: Any = None
    ) -> None:
        self._action = _callable(stmt, "stmt")
        self._setup = _callable(setup, "setup")
        self._timer = timer

    def timeit(self, number: int = default_number) -> float:
        """Return the seconds that *number* calls take, after one of the setup."""
        collecting = gc.isenabled()
        gc.disable()
        action, timer = self._action, self._timer
        try:
            self._setup()
            rounds = itertools.repeat(None, number)
            started = timer()
            for _ in rounds:
                action()
            return timer() - started
        finally:
            if collecting:
                gc.enable()

    def repeat(self, repeat: int = default_repeat, number: int = default_number) -> list[float]:
        """Return the seconds of several rounds."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback: Callable[[int, float], Any] | None = None) -> tuple[int, float]:
        """Return how many calls take at least 0.2 seconds, and how long those took."""
        scale = 1
        while True:
            for step in 1, 2, 5:
                number = scale * step
                taken = self.timeit(number)
                if callback is not None:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def timeit(
    stmt: Any = "pass", setup: Any = "pass", timer: Callable[[], float] = default_timer,
    number: int = default_number, globals: Any = None,
) -> float:  # fmt: skip
    """Return the seconds that *number* calls of *stmt* take."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(
    stmt: Any = "pass", setup: Any = "pass", timer: Callable[[], float] = default_timer,
    repeat: int = default_repeat, number: int = default_number, globals: Any = None,
) -> list[float]:  # fmt: skip
    """Return the seconds of several rounds of *number* calls of *stmt*."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


for _thing in (Timer, timeit, repeat):
    _thing.__module__ = "timeit"
