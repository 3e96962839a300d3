"""Single functions of several modules, in the form that scripts get them."""

from __future__ import annotations

import importlib
import sys
import time
import warnings
from types import FrameType
from typing import Any, Final, NoReturn

from rexpy.worker.stdlib.state import WORKER

MAX_RECURSION: Final = 50_000
"""Frames of pure Python that 256 MiB hold; deeper recursion ends in a crash rather than in RecursionError."""


def sleep(seconds: float, /) -> None:
    """Sleep, after what was printed has gone out."""
    for stream in (sys.stdout, sys.stderr):
        flush = getattr(stream, "flush", None)
        if flush is not None:
            flush()
    turns: Any = sys.modules.get("rexpy.worker.stdlib.turns")
    if turns is not None and seconds > 0:
        turns.sleep(seconds)
    else:
        time.sleep(seconds)


def set_recursion_limit(limit: int, /) -> None:
    """Set the greatest depth of recursion, at most `MAX_RECURSION`."""
    sys.setrecursionlimit(min(int(limit), MAX_RECURSION))


def exc_info() -> tuple[Any, Any, None]:
    """Return the type and value of the exception being handled, and no traceback."""
    kind, value, _trace = sys.exc_info()
    return kind, value, None


def leave(status: Any = None, /) -> NoReturn:
    """End the script with *status*."""
    raise SystemExit(status)


def leave_at_once(status: int) -> NoReturn:
    """End the script with *status*, files closed; there is no way past that."""
    raise SystemExit(status)


sleep.__module__ = "time"
leave.__name__ = leave.__qualname__ = "exit"
leave_at_once.__name__ = leave_at_once.__qualname__ = "_exit"
set_recursion_limit.__name__ = set_recursion_limit.__qualname__ = "setrecursionlimit"


class _CheckedWarnings(warnings.catch_warnings):
    # Invariant: scripts have no name for this class, so `super(catch_warnings, x).__init__` is this one.
    def __init__(self, *, record: bool = False, **options: Any) -> None:
        # Threat: it keeps the module in an attribute, which a subclass of the script's reads, or is told of.
        if type(self) is not catch_warnings:
            raise TypeError("warnings.catch_warnings cannot be subclassed by scripts")
        if "module" in options:
            raise TypeError("catch_warnings() takes no module in a script")
        super().__init__(record=record, **options)


class catch_warnings(_CheckedWarnings):
    """`warnings.catch_warnings` for the module warnings alone.

    # Threat: with `module=`, it sets attributes of any object.
    """


catch_warnings.__module__ = "warnings"

_C_LOCALES: Final = frozenset(("", "C", "C.UTF-8", "C.utf8", "POSIX"))


def set_locale(category: int, locale: Any = None, /) -> str:
    """Return the locale, which is C.UTF-8; raises ValueError's kin for any other, as its data cannot be
    loaded.
    """
    if locale is not None and (not isinstance(locale, str) or locale not in _C_LOCALES):
        locale_module: Any = importlib.import_module("_locale")
        raise locale_module.Error("unsupported locale setting: scripts run in C.UTF-8")
    return "C.UTF-8"


def format_exception(
    kind: Any, /, value: Any = None, tb: Any = None, limit: Any = None, chain: bool = True
) -> list[str]:
    """Return the lines of an exception's traceback: the script's own, nothing of the worker."""
    error = kind if isinstance(kind, BaseException) else value
    if not isinstance(error, BaseException):
        return ["NoneType: None\n"]
    from rexpy.worker.language.failure import describe

    # CPython's module makes guesses from 3.12 on; before, only its printer does.
    guess = sys.version_info >= (3, 12)
    text = describe(error, WORKER.script, limit=1 << 16, suggest=guess).traceback
    return [line + "\n" for line in text.splitlines()]


def format_exc(limit: Any = None, chain: bool = True) -> str:
    """Return the traceback of the exception being handled."""
    return "".join(format_exception(sys.exc_info()[1]))


def format_exception_only(kind: Any, /, value: Any = None) -> list[str]:
    """Return the last lines of a traceback: the exception's type and text."""
    error = kind if isinstance(kind, BaseException) else value
    from traceback import TracebackException

    return list(TracebackException(type(error), error, None).format_exception_only())


def print_exception(
    kind: Any, /, value: Any = None, tb: Any = None, limit: Any = None, file: Any = None, chain: bool = True
) -> None:
    """Print the traceback of an exception."""
    print("".join(format_exception(kind, value)), end="", file=sys.stderr if file is None else file)


def print_exc(limit: Any = None, file: Any = None, chain: bool = True) -> None:
    """Print the traceback of the exception being handled."""
    print_exception(sys.exc_info()[1], file=file)


def format_stack(frame: Any = None, limit: Any = None) -> list[str]:
    """Return the script's own frames that are being executed, the innermost last."""
    from rexpy.worker.language.frames import Frame, frame_lines
    from rexpy.worker.language.ownership import is_namespace

    found: list[Frame] = []
    walked: FrameType | None = sys._getframe(1)
    while walked is not None:
        if is_namespace(walked.f_globals):
            code = walked.f_code
            found.append(Frame(code.co_filename, walked.f_lineno or 0, code.co_name, (None, None, None)))
        walked = walked.f_back
    found.reverse()
    return frame_lines(found if limit is None else found[-int(limit) :])


def print_stack(frame: Any = None, limit: Any = None, file: Any = None) -> None:
    """Print the script's own frames that are being executed."""
    print("".join(format_stack(None, limit)), end="", file=sys.stderr if file is None else file)
