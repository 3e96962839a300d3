"""The worker's end of the wire: ask and wait. Everything a script gets from the system comes through `Channel.ask`."""

import errno
import gc
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from struct import error as StructError
from types import FrameType
from typing import Any, NoReturn

from rexpy.wire import limits
from rexpy.wire.codec import encode_header, pack_prefix
from rexpy.wire.connection import Connection
from rexpy.wire.messages import Alarm, Done, Hello, Kind, Log, Metric, Output, Run, Status
from rexpy.wire.packed import FRAMED_CALL, FRAMED_REPLY, Shape, unpack_fields
from rexpy.wire.parse import ON_WIRE
from rexpy.wire.state import Role
from rexpy.worker.denial import raise_failed
from rexpy.worker.shared import Shared

_PYTHON_TYPES = {"path": str, "hostname": str, "handle": int, "str": str, "int": int, "bool": bool, "bytes": bytes}
_RECEIVE_SIZE = limits.RECEIVE_SIZE
_CALL, _CAST, _FETCH = int(Kind.CALL), int(Kind.CAST), int(Kind.FETCH)
_OK = Status.OK
_PREFIX = limits.PREFIX_SIZE
_REPLY_HEAD = FRAMED_REPLY.size
_CALL_HEAD = FRAMED_CALL.size - _PREFIX
_frame_call = FRAMED_CALL.pack
_getframe = sys._getframe
_unframe_reply = FRAMED_REPLY.unpack_from
_monotonic = time.monotonic
_LOOK_S = limits.LOOK_S

# Threat to the turn: a collection in the middle of a call runs finalizers, and a finalizer of the script's that asks (a
# file in a cycle that is closed, a `__del__` that removes something) would send its call before the reply has come. So
# none starts until the reply is whole; what waits is collected right after.
_is_collecting, _hold_collection, _collect_again = gc.isenabled, gc.disable, gc.enable

_Operation = tuple[int, tuple[type, ...], Shape, tuple[str, ...]]
"""Of an operation its number, the types of its arguments, their shape, their names."""

MOST_LEFT_OUT = 64
"""Calls for which the worker at most does not look for the reply, after looks that were in vain."""

MAX_PENDING = 1024
"""Bytes of casts that wait for the next message: about thirty."""


class Gone(BaseException):
    """The broker has closed the wire: there is nobody to work for, and nothing that a script could catch."""


class Channel:
    """One run's conversation with the broker, strictly in turn.

    Once the script runs, calls and replies are framed here rather than by `Connection`: this is the path of every
    operation, and the broker, which has to distrust what arrives, checks it in full.
    """

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._sendall = wire.sendall
        self._pending = b""
        self._receive = wire.recv
        self._apart = Shared.apart
        poll = select.poll()
        poll.register(wire.fileno(), select.POLLIN)
        self._ready = poll.poll
        self._look_from = self._leave_out = 0
        self._sequence = 0
        self._operations: dict[str, _Operation] = {}
        self._connection = Connection(Role.WORKER, max_blob=1 << 31)
        self.script = ""
        """The file name that the script's code objects carry: the innermost frame of that name is the line that
        asks.
        """
        self.first: Callable[[], None] | None = None
        """What is to be done before the next call goes out: to send output for which a signal came too early."""

    def _send(self, frame: bytes) -> None:
        """Send `frame`, and before it what was held back: one system call, one turn of the broker."""
        if self._pending:
            frame, self._pending = self._pending + frame, b""
        self._sendall(frame)

    def hello(self, report: list[Any]) -> None:
        """Say that the worker is sealed."""
        self._send(self._connection.send(Hello(limits.PROTOCOL_VERSION, report)))

    def run(self) -> Run:
        """Wait for the script and take in the manifest."""
        while True:
            data = self._receive(max(limits.RECEIVE_SIZE, min(self._connection.missing, limits.BUFFER_SIZE)))
            if not data:
                raise Gone
            for event in self._connection.receive(data):
                assert type(event) is Run
                for number, (name, parameters, _cast) in enumerate(event.spec["operations"]):
                    kinds = [kind for _, kind in parameters]
                    types = tuple(_PYTHON_TYPES[kind] for kind in kinds)
                    self._operations[name] = (number, types, Shape(kinds), tuple(named for named, _ in parameters))
                self.script = event.spec["filename"]
                return event

    def ask(self, name: str, *arguments: Any) -> list[Any]:
        """Perform operation `name` and return the fields of its result, bytes last.

        Raises what CPython would: OSError of the right class, PermissionError with `.denial` where the policy refuses;
        TypeError for arguments that the operation does not take.
        """
        collecting = _is_collecting()
        if collecting:
            _hold_collection()
        try:
            self._call(name, arguments)
            if self._apart[0]:
                self._look()
            data = self._receive(_RECEIVE_SIZE)
            if len(data) < _REPLY_HEAD:
                data += self._more(_REPLY_HEAD - len(data))
            header_size, blob_size, _, _, status, where, count = _unframe_reply(data)
            end = _PREFIX + header_size
            if len(data) < end:
                data += self._more(end - len(data))
            values = unpack_fields(count, data[_REPLY_HEAD:end]) if count else []
            if where == ON_WIRE:
                blob = data[end:]
                values.append(blob if len(blob) == blob_size else blob + self._more(blob_size - len(blob)))
            elif where >= 0:
                assert Shared.view is not None
                values.append(bytes(Shared.view[:where]))
            if status != _OK:
                raise_failed(status, values)
            return values
        finally:
            if collecting:
                _collect_again()

    def ask_into(self, buffer: memoryview, name: str, *arguments: Any) -> int:
        """Perform an operation whose only result is bytes, put them into `buffer`, and return how many they are.

        For large results: the bytes come from the socket straight to where they are wanted. They must fit.
        """
        collecting = _is_collecting()
        if collecting:
            _hold_collection()
        try:
            self._call(name, arguments)
            if self._apart[0]:
                self._look()
            header_size, blob_size, _, _, status, where, numbers = _unframe_reply(self._more(_REPLY_HEAD))
            rest = _PREFIX + header_size - _REPLY_HEAD
            fields = self._more(rest) if rest else b""
            if status != _OK:
                raise_failed(status, unpack_fields(numbers, fields))
            if where >= 0:
                assert Shared.view is not None
                buffer[:where] = Shared.view[:where]
                return int(where)
            done = 0
            while done < blob_size:
                count = self._wire.recv_into(buffer[done:blob_size], 0, socket.MSG_WAITALL)
                if not count:
                    raise Gone
                done += count
            return done
        finally:
            if collecting:
                _collect_again()

    def _call(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self.first is not None:
            first, self.first = self.first, None
            first()
        number, types, shape, names = self._operations[name]
        if tuple(map(type, arguments)) != types:
            _wrong_arguments(name, arguments, types, names)
        try:
            packed = shape.pack(arguments[:-1] if shape.takes_bytes else arguments)
        except UnicodeEncodeError:
            raise OSError(errno.EILSEQ, "The wire takes Unicode text only") from None
        except StructError:
            raise OverflowError("Python int too large to convert to C long") from None
        size = _CALL_HEAD + len(packed)
        if size > limits.MAX_CALL_HEADER:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        self._sequence = sequence = self._sequence + 1
        script = self.script
        frame: FrameType | None = _getframe(2)
        while frame is not None and frame.f_code.co_filename != script:
            frame = frame.f_back
        line = 0 if frame is None else frame.f_lineno or 0
        if not shape.takes_bytes:
            self._send(_frame_call(size, 0, _CALL, number, sequence, line) + packed)
            return
        blob = arguments[-1]
        head = _frame_call(size, len(blob), _CALL, number, sequence, line) + packed
        if len(blob) > _RECEIVE_SIZE:
            self._send(head)
            self._sendall(blob)
        else:
            self._send(head + blob)

    def _look(self) -> None:
        """Look for the reply for a short time, on a processor that nobody else has: waking up takes longer.

        A script that waits (for a name, a slow disk) must not come to its limit of processor time by that: looks in
        vain are followed by calls without.
        """
        if self._sequence < self._look_from:
            return
        ready, until = self._ready, _monotonic() + _LOOK_S
        while not ready(0):
            if _monotonic() > until:
                self._leave_out = min(2 * self._leave_out + 1, MOST_LEFT_OUT)
                self._look_from = self._sequence + 1 + self._leave_out
                return
        self._leave_out = 0

    def _more(self, count: int) -> bytes:
        data = self._receive(count, socket.MSG_WAITALL)
        while len(data) < count:
            # A signal cuts the wait for all of it short.
            piece = self._receive(count - len(data), socket.MSG_WAITALL)
            if not piece:
                raise Gone
            data += piece
        return data

    def cast(self, name: str, *arguments: Any) -> None:
        """Perform operation `name` without an answer, at the latest before the next operation.

        It goes along with the next message; a message of its own would cost both sides a turn.
        """
        number, types, shape, names = self._operations[name]
        if tuple(map(type, arguments)) != types:
            _wrong_arguments(name, arguments, types, names)
        packed = shape.pack(arguments)
        self._pending += _frame_call(_CALL_HEAD + len(packed), 0, _CAST, number, 0, 0) + packed
        if len(self._pending) > MAX_PENDING:
            self._send(b"")

    def fetch(self, what: str, number: int = 0, name: str = "") -> list[Any]:
        """Return what the run was given, bytes last; see `FETCHED` in the wire's messages. Raises OSError."""
        collecting = _is_collecting()
        if collecting:
            _hold_collection()
        try:
            self._sequence += 1
            header = encode_header([_FETCH, self._sequence, what, number, name])
            self._send(pack_prefix(len(header), 0) + header)
            header_size, blob_size, _, _, status, _, count = _unframe_reply(self._more(_REPLY_HEAD))
            rest = _PREFIX + header_size - _REPLY_HEAD
            values = unpack_fields(count, self._more(rest) if rest else b"")
            if status != _OK:
                raise_failed(status, values)
            values.append(self._more(blob_size) if blob_size else b"")
            return values
        finally:
            if collecting:
                _collect_again()

    def output(self, stream: int, text: str) -> None:
        """Pass on text that the script wrote; stream 1 is standard output, 2 standard error."""
        data = text.encode("utf-8", "backslashreplace")
        for start in range(0, len(data), limits.MAX_BLOB):
            self._send(self._connection.send(Output(stream, data[start : start + limits.MAX_BLOB])))

    def log(self, level: str, line: int, text: str) -> None:
        """Pass on a record of the script's logging."""
        self._send(self._connection.send(Log(level, line, text.encode("utf-8", "backslashreplace")[: limits.MAX_BLOB])))

    def metric(self, line: int, name: str, value: float, unit: str, dimensions: dict[str, str]) -> None:
        """Pass on a measurement that the script publishes."""
        self._send(self._connection.send(Metric(line, name, value, unit, dimensions)))

    def alarm(self, line: int, kind: str, text: str) -> None:
        """Pass on an alarm that the script raises."""
        self._send(self._connection.send(Alarm(line, kind, text.encode("utf-8", "backslashreplace"))))

    def done(self, outcome: bytes) -> None:
        """Say how the script ended; nothing may follow."""
        self._send(self._connection.send(Done(outcome)))


def _wrong_arguments(
    name: str, arguments: tuple[Any, ...], kinds: tuple[type, ...], names: tuple[str, ...]
) -> NoReturn:
    if len(arguments) != len(kinds):
        raise TypeError(f"{name}() takes {len(kinds)} arguments ({', '.join(names)}), {len(arguments)} were given")
    for parameter, kind, value in zip(names, kinds, arguments, strict=True):
        if type(value) is not kind:
            raise TypeError(f"{name}() argument {parameter!r} must be {kind.__name__}, not {type(value).__name__}")
    raise AssertionError(name)
