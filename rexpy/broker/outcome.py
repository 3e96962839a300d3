"""What the worker reports at its end, taken apart: every field's type and size is checked, nothing is believed.

The worker is the attacker's. What it says of the script's error is passed on as the script's words; whether a denial
or a limit was behind it is taken from the broker's own records.
"""

from math import isfinite
from typing import Any, NamedTuple

from rexpy.errors import Finding
from rexpy.wire import limits as wire_limits
from rexpy.wire.codec import decode_object
from rexpy.wire.errors import RemoteProtocolError

MAX_FINDINGS = 1000


class Failure(NamedTuple):
    """The exception that ended a script, as its worker described it."""

    exception: str
    message: str
    traceback: str
    line: int
    denial: int | None
    """The number of the denial that was not caught, -1 for one beyond those kept, None where it was no denial."""
    limit: str | None


class Outcome(NamedTuple):
    """How the script ended: its value, its exit code, its failure, or why it was refused. Exactly one of them
    counts.
    """

    value: Any
    code: int | None
    failure: Failure | None
    findings: tuple[Finding, ...]


def parse(data: bytes, *, filename: str) -> Outcome:
    """Return the outcome in `data`. Raises RemoteProtocolError for anything that the worker would not have sent."""
    held = decode_object(data, depth=wire_limits.MAX_VALUE_DEPTH)
    if set(held) != {"value", "code", "failure", "findings"}:
        raise _breach("its fields")
    code = held["code"]
    if code is not None and (type(code) is not int or not 0 <= code <= 255):
        raise _breach("its exit code")
    found = held["findings"]
    if type(found) is not list or len(found) > MAX_FINDINGS:
        raise _breach("its findings")
    if not _finite(held["value"]):
        raise _breach("its value")
    failure = None if held["failure"] is None else _failure(held["failure"])
    return Outcome(held["value"], code, failure, tuple(_finding(item, filename) for item in found))


def _finite(value: Any) -> bool:
    """Whether `value`, of bounded depth, holds no infinity: JSON's digits can spell one (1e999), its words cannot."""
    if type(value) is dict:
        return all(map(_finite, value.values()))
    if type(value) is list:
        return all(map(_finite, value))
    return type(value) is not float or isfinite(value)


def _failure(held: Any) -> Failure:
    if type(held) is not dict or set(held) != set(Failure._fields):
        raise _breach("its failure")
    for name in ("exception", "message", "traceback"):
        if type(held[name]) is not str:
            raise _breach(f"its failure's {name}")
    if type(held["line"]) is not int or held["line"] < 0:
        raise _breach("its failure's line")
    if held["denial"] is not None and (type(held["denial"]) is not int or held["denial"] < -1):
        raise _breach("its failure's denial")
    if held["limit"] is not None and (type(held["limit"]) is not str or not held["limit"].isidentifier()):
        raise _breach("its failure's limit")
    return Failure(**held)


def _finding(item: Any, filename: str) -> Finding:
    if type(item) is not list or len(item) != 4:
        raise _breach("a finding")
    line, column, message, instead = item
    if type(line) is not int or type(column) is not int or line < 0 or column < 0 or type(message) is not str:
        raise _breach("a finding")
    if instead is not None and type(instead) is not str:
        raise _breach("a finding")
    return Finding(filename, line, column, message, suggestion=instead)


def _breach(what: str) -> RemoteProtocolError:
    return RemoteProtocolError(f"DONE: {what}")
