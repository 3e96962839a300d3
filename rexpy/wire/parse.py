"""A received header taken apart: every field's type and range is checked here, once, for both roles.

Each parser gets the header's fields after the kind, or a packed header as it is, and the blob, and returns the event.
An unknown field is a breach.
"""

from collections.abc import Callable, Sequence
from math import isfinite
from struct import error as StructError
from typing import Any

from rexpy.wire import limits
from rexpy.wire.errors import RemoteProtocolError
from rexpy.wire.messages import (
    FETCHED,
    UNITS,
    Alarm,
    Call,
    Cast,
    Done,
    Event,
    Fetch,
    Hello,
    Kind,
    Log,
    Metric,
    Output,
    Reply,
    Run,
)
from rexpy.wire.packed import CALL_HEAD, REPLY_HEAD, Shape, unpack_fields

_LEVELS = frozenset({"debug", "info", "warning", "error", "critical"})
_unpack_head = CALL_HEAD.unpack_from
_HEAD = CALL_HEAD.size
_make = tuple.__new__

ON_WIRE = -2
"""Where a reply's bytes are: behind its header. -1 means that there are none, any other number how many were put
into the shared memory."""


def _breach(kind: Kind, what: str) -> RemoteProtocolError:
    return RemoteProtocolError(f"{kind.name}: {what}")


def _count(kind: Kind, value: Any, most: int = 0xFFFFFFFF) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise _breach(kind, "a number is missing or out of range")
    return value


def _no_blob(kind: Kind, blob: bytes) -> None:
    if blob:
        raise _breach(kind, "carries bytes that it must not")


def hello(fields: list[Any], blob: bytes) -> Hello:
    """Return the worker's first message."""
    _no_blob(Kind.HELLO, blob)
    if len(fields) != 2 or type(fields[1]) is not list:
        raise _breach(Kind.HELLO, "wrong fields")
    return Hello(_count(Kind.HELLO, fields[0]), fields[1])


def run(fields: list[Any], blob: bytes) -> Run:
    """Return the script and its surroundings."""
    if len(fields) != 1 or type(fields[0]) is not dict:
        raise _breach(Kind.RUN, "wrong fields")
    return Run(fields[0], blob)


def call(header: bytes, blob: bytes, shapes: Sequence[Shape]) -> Call:
    """Return one call; its arguments have the types that the operation declares."""
    try:
        _, operation, sequence, line = _unpack_head(header)
        shape = shapes[operation]
    except StructError:
        raise _breach(Kind.CALL, "is cut short") from None
    except IndexError:
        raise RemoteProtocolError(f"there is no operation {operation}") from None
    # Not: Call(…), which takes twice as long. This is the path of every operation.
    return _make(Call, (sequence, operation, line, shape.unpack(header, _HEAD), blob))


def cast(header: bytes, blob: bytes, shapes: Sequence[Shape]) -> Cast:
    """Return one call that wants no answer."""
    _no_blob(Kind.CAST, blob)
    asked = call(header, blob, shapes)
    if asked.sequence:
        raise _breach(Kind.CAST, "has a number")
    return Cast(asked.operation, asked.line, asked.arguments)


def reply(header: bytes, blob: bytes, _shapes: Sequence[Shape]) -> Reply:
    """Return an answer."""
    try:
        _, sequence, status, where, count = REPLY_HEAD.unpack_from(header)
    except StructError:
        raise _breach(Kind.REPLY, "is cut short") from None
    if (blob and where != ON_WIRE) or not ON_WIRE <= where <= limits.MAX_BLOB:
        raise _breach(Kind.REPLY, "carries bytes that it must not")
    held, shared = (blob, -1) if where == ON_WIRE else (None, where)
    return Reply(sequence, status, unpack_fields(count, header[REPLY_HEAD.size :]), held, shared)


def output(fields: list[Any], blob: bytes) -> Output:
    """Return a piece of the script's output."""
    if len(fields) != 1 or type(fields[0]) is not int or fields[0] not in (1, 2):
        raise _breach(Kind.OUTPUT, "wrong stream")
    return Output(fields[0], blob)


def log(fields: list[Any], blob: bytes) -> Log:
    """Return a record of the script's logging."""
    if len(fields) != 2 or type(fields[0]) is not str or fields[0] not in _LEVELS:
        raise _breach(Kind.LOG, "wrong level")
    return Log(fields[0], _count(Kind.LOG, fields[1]), blob)


def done(fields: list[Any], blob: bytes) -> Done:
    """Return the end of the script."""
    if fields:
        raise _breach(Kind.DONE, "wrong fields")
    return Done(blob)


def fetch(fields: list[Any], blob: bytes) -> Fetch:
    """Return a question for what the run was given; its name is looked at by who answers."""
    _no_blob(Kind.FETCH, blob)
    if len(fields) != 4 or type(fields[1]) is not str or fields[1] not in FETCHED or type(fields[3]) is not str:
        raise _breach(Kind.FETCH, "wrong fields")
    return Fetch(_count(Kind.FETCH, fields[0]), fields[1], _count(Kind.FETCH, fields[2]), fields[3])


def refuse_name(name: str) -> str | None:
    """Return what is wrong with the name of a metric, an alarm or a dimension, or None.

    The names that begin with "rex" are the runner's own, as in Rex.
    """
    if not name or len(name) > limits.MAX_NAME:
        return f"it has from 1 to {limits.MAX_NAME} characters"
    if not name.isprintable():
        return "it holds a character that cannot be printed"
    if name[:3].lower() == "rex":
        return "names that begin with 'rex' are the runner's own"
    return None


def _name(kind: Kind, value: Any) -> str:
    if type(value) is not str or refuse_name(value) is not None:
        raise _breach(kind, "a name is not one")
    return value


def metric(fields: list[Any], blob: bytes) -> Metric:
    """Return a measurement."""
    _no_blob(Kind.METRIC, blob)
    if len(fields) != 5:
        raise _breach(Kind.METRIC, "wrong fields")
    line, name, value, unit, pairs = fields
    if type(value) is not float or not isfinite(value):
        raise _breach(Kind.METRIC, "its value is no number")
    if type(unit) is not str or unit not in UNITS:
        raise _breach(Kind.METRIC, "wrong unit")
    if type(pairs) is not list or len(pairs) % 2 or len(pairs) > 2 * limits.MAX_DIMENSIONS:
        raise _breach(Kind.METRIC, "wrong dimensions")
    dimensions = {_name(Kind.METRIC, key): text for key, text in zip(pairs[::2], pairs[1::2], strict=True)}
    for text in dimensions.values():
        if type(text) is not str or len(text) > limits.MAX_NAME:
            raise _breach(Kind.METRIC, "a dimension's value is no short text")
    if len(dimensions) * 2 != len(pairs):
        raise _breach(Kind.METRIC, "a dimension occurs twice")
    return Metric(_count(Kind.METRIC, line), _name(Kind.METRIC, name), value, unit, dimensions)


def alarm(fields: list[Any], blob: bytes) -> Alarm:
    """Return an alarm."""
    if len(fields) != 2:
        raise _breach(Kind.ALARM, "wrong fields")
    return Alarm(_count(Kind.ALARM, fields[0]), _name(Kind.ALARM, fields[1]), blob)


PARSERS: dict[Kind, Callable[[list[Any], bytes], Event]] = {
    Kind.HELLO: hello,
    Kind.RUN: run,
    Kind.OUTPUT: output,
    Kind.LOG: log,
    Kind.DONE: done,
    Kind.FETCH: fetch,
    Kind.METRIC: metric,
    Kind.ALARM: alarm,
}

PACKED: dict[Kind, Callable[[bytes, bytes, Sequence[Shape]], Event]] = {
    Kind.CALL: call,
    Kind.CAST: cast,
    Kind.REPLY: reply,
}
