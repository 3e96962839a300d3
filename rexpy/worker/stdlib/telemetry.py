"""What a script says on the record of its run: log records and warnings, and `from rexpy import metric, alarm`.

Each goes to the broker with the line of the script that said it. It keeps a bounded number and marks what it dropped,
so one more than that is all that the worker sends.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from math import isfinite
from types import FrameType
from typing import Any, Final

from rexpy.wire import limits
from rexpy.wire.messages import UNITS
from rexpy.wire.parse import refuse_name
from rexpy.worker.stdlib.state import WORKER

MAX_TEXT: Final = 4096
"""Characters of a log record or of an alarm's text that are sent; the broker keeps 2 KiB."""

MAX_SENT: Final = {"log": 1001, "metric": 1001, "alarm": 101}
"""One more of each than the broker keeps: it then knows that there were more."""

_LEVELS: Final = ((50, "critical"), (40, "error"), (30, "warning"), (20, "info"))
_sent = dict.fromkeys(MAX_SENT, 0)


def script_line() -> int:
    """Return the innermost line of the script that is being executed, 0 where there is none."""
    script = WORKER.script
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == script:
            return frame.f_lineno or 0
        frame = frame.f_back
    return 0


def _may_send(kind: str) -> bool:
    _sent[kind] += 1
    return _sent[kind] <= MAX_SENT[kind]


def log(level: int, text: str) -> None:
    """Put a record of the number *level* of the module logging on the record."""
    if _may_send("log"):
        word = next((word for least, word in _LEVELS if level >= least), "debug")
        WORKER.channel.log(word, script_line(), text[:MAX_TEXT])


def metric(name: str, value: float, *, unit: str = "COUNT", dimensions: Mapping[str, str] | None = None) -> None:
    """Publish a measurement in the run's result.

    *unit* is COUNT, TIME (nanoseconds), MEGABYTES, PERCENT or UNDEFINED; *dimensions* says what was measured: at most
    30 names, each with a short text. Raises ValueError for what cannot be one, TypeError.
    """
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"a metric's value is a finite number, not {number}")
    if type(unit) is not str or unit not in UNITS:
        raise ValueError(f"a metric's unit is one of {', '.join(sorted(UNITS))}, not {unit!r}")
    told = {_name(key, "a dimension"): _short(text) for key, text in dict(dimensions or {}).items()}
    if len(told) > limits.MAX_DIMENSIONS:
        raise ValueError(f"a metric has at most {limits.MAX_DIMENSIONS} dimensions, not {len(told)}")
    named = _name(name, "a metric")
    if _may_send("metric"):
        WORKER.channel.metric(script_line(), named, number, unit, told)


def alarm(kind: str, details: str = "") -> None:
    """Raise an alarm in the run's result. Raises ValueError for what cannot be its type, TypeError."""
    named = _name(kind, "an alarm's type")
    if not isinstance(details, str):
        raise TypeError(f"an alarm's details are str, not {type(details).__name__}")
    if _may_send("alarm"):
        WORKER.channel.alarm(script_line(), named, str.__str__(details)[:MAX_TEXT])


def _name(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"the name of {what} is str, not {type(value).__name__}")
    name = str.__str__(value)
    reason = refuse_name(name)
    if reason is not None:
        raise ValueError(f"{name[:80]!r} cannot be the name of {what}: {reason}")
    return name


def _short(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"the value of a dimension is str, not {type(value).__name__}")
    text = str.__str__(value)
    if len(text) > limits.MAX_NAME or not text.isprintable():
        raise ValueError(f"the value of a dimension is printable text of at most {limits.MAX_NAME} characters")
    return text


metric.__module__ = alarm.__module__ = "rexpy"
