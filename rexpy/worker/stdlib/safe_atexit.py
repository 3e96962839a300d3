"""The module `atexit` of a script: its functions run when the script has ended, before its files are closed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from rexpy.worker.stdlib.safe_various import print_exception

_registered: list[tuple[Callable[..., Any], tuple[Any, ...], Mapping[str, Any]]] = []


def register(func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Callable[..., Any]:
    """Have *func* called with *args* and *kwargs* when the script ends; return *func*."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _registered.append((func, args, kwargs))
    return func


def unregister(func: Callable[..., Any], /) -> None:
    """Forget *func*, however often it was registered."""
    _registered[:] = [entry for entry in _registered if entry[0] != func]


def run_registered() -> None:
    """Call what was registered, the last first; what one raises is printed, and changes no exit code."""
    while _registered:
        func, args, kwargs = _registered.pop()
        try:
            func(*args, **kwargs)
        except BaseException as error:  # SystemExit as well, as in CPython
            print(f"Exception ignored in atexit callback: {func!r}", file=sys.stderr)
            print_exception(error)
