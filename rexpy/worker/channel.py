"""The worker's end of the wire: ask and wait. Everything a script gets from the system comes through `Channel.ask`."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from rexpy.wire import limits
from rexpy.wire.codec import decode_header, encode_header, pack_prefix, unpack_prefix
from rexpy.wire.connection import Connection
from rexpy.wire.messages import Alarm, Done, Hello, Kind, Log, Metric, Output, Run, Status
from rexpy.wire.parse import ON_WIRE
from rexpy.wire.state import Role
from rexpy.worker.denial import Denial, LimitedError, PolicyDenied
from rexpy.worker.shared import Shared

_PYTHON_TYPES = {"path": str, "hostname": str, "handle": int, "str": str, "int": int, "bool": bool, "bytes": bytes}
_PREFIX = limits.PREFIX_SIZE
_RECEIVE_SIZE = limits.RECEIVE_SIZE
_CALL, _CAST, _FETCH = int(Kind.CALL), int(Kind.CAST), int(Kind.FETCH)
_OK = Status.OK


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
        self._sequence = 0
        self._numbers: dict[str, tuple[int, tuple[type, ...], tuple[str, ...], bool]] = {}
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
                    kinds = tuple(_PYTHON_TYPES[kind] for _, kind in parameters)
                    names = tuple(parameter for parameter, _ in parameters)
                    self._numbers[name] = (number, kinds, names, bytes in kinds)
                self.script = event.spec["filename"]
                return event

    def ask(self, name: str, *arguments: Any) -> list[Any]:
        """Perform operation `name` and return the fields of its result, bytes last.

        Raises what CPython would: OSError of the right class, PermissionError with `.denial` where the policy refuses;
        TypeError for arguments that the operation does not take.
        """
        self._call(name, arguments)
        data = self._receive(_RECEIVE_SIZE)
        while len(data) < _PREFIX:
            data += self._more(_PREFIX - len(data))
        header_size, blob_size = unpack_prefix(data)
        header_end = _PREFIX + header_size
        if len(data) < header_end:
            data += self._more(header_end - len(data))
        fields = decode_header(data[_PREFIX:header_end])
        values: list[Any] = fields[3]
        where = fields[4]
        if where == ON_WIRE:
            blob = data[header_end:]
            values.append(blob if len(blob) == blob_size else blob + self._more(blob_size - len(blob)))
        elif where >= 0:
            assert Shared.view is not None
            values.append(bytes(Shared.view[:where]))
        if fields[2] != _OK:
            _raise(fields[2], values)
        return values

    def ask_into(self, buffer: memoryview, name: str, *arguments: Any) -> int:
        """Perform an operation whose only result is bytes, put them into `buffer`, and return how many they are.

        For large results: the bytes come from the socket straight to where they are wanted. They must fit.
        """
        self._call(name, arguments)
        prefix = self._more(_PREFIX)
        header_size, blob_size = unpack_prefix(prefix)
        fields = decode_header(self._more(header_size))
        if fields[2] != _OK:
            _raise(fields[2], fields[3])
        where: int = fields[4]
        if where >= 0:
            assert Shared.view is not None
            buffer[:where] = Shared.view[:where]
            return where
        done = 0
        while done < blob_size:
            count = self._wire.recv_into(buffer[done:blob_size], 0, socket.MSG_WAITALL)
            if not count:
                raise Gone
            done += count
        return done

    def _call(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self.first is not None:
            first, self.first = self.first, None
            first()
        number, kinds, names, sends_bytes = self._numbers[name]
        if tuple(map(type, arguments)) != kinds:
            _wrong_arguments(name, arguments, kinds, names)
        self._sequence = sequence = self._sequence + 1
        script, frame, line = self.script, sys._getframe(2), 0
        while frame is not None:
            if frame.f_code.co_filename == script:
                line = frame.f_lineno or 0
                break
            frame = frame.f_back  # type: ignore[assignment]
        if sends_bytes:
            blob = arguments[-1]
            header = encode_header([_CALL, sequence, number, line, *arguments[:-1]])
            head = pack_prefix(len(header), len(blob)) + header
            if len(blob) > _RECEIVE_SIZE:
                self._send(head)
                self._sendall(blob)
            else:
                self._send(head + blob)
            return
        header = encode_header([_CALL, sequence, number, line, *arguments])
        if len(header) > limits.MAX_CALL_HEADER:
            self._sequence -= 1
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        self._send(pack_prefix(len(header), 0) + header)

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
        number, kinds, names, _ = self._numbers[name]
        if tuple(map(type, arguments)) != kinds:
            _wrong_arguments(name, arguments, kinds, names)
        header = encode_header([_CAST, number, 0, *arguments])
        self._pending += pack_prefix(len(header), 0) + header
        if len(self._pending) > MAX_PENDING:
            self._send(b"")

    def fetch(self, what: str, number: int = 0, name: str = "") -> list[Any]:
        """Return what the run was given, bytes last; see `FETCHED` in the wire's messages. Raises OSError."""
        self._sequence += 1
        header = encode_header([_FETCH, self._sequence, what, number, name])
        self._send(pack_prefix(len(header), 0) + header)
        header_size, blob_size = unpack_prefix(self._more(_PREFIX))
        fields = decode_header(self._more(header_size))
        values: list[Any] = fields[3]
        if fields[2] != _OK:
            _raise(fields[2], values)
        values.append(self._more(blob_size) if blob_size else b"")
        return values

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


def _raise(status: int, fields: list[Any]) -> NoReturn:
    if status == Status.DENIED:
        text, filename, action, resource, effect, policies, advice, number = fields
        denied = PolicyDenied(13, text, filename) if filename is not None else PolicyDenied(13, text)
        denied.denial = Denial(action, resource, effect, tuple(policies), advice)
        denied.number = number
        raise denied
    if status == Status.LIMIT:
        number, text, filename, limit, _value = fields
        limited = LimitedError(number, text, filename) if filename is not None else LimitedError(number, text)
        limited.limit = limit
        raise limited
    number, text, filename, second = fields
    if second is not None:
        raise OSError(number, text, filename, None, second)
    raise OSError(number, text, filename) if filename is not None else OSError(number, text)


def _wrong_arguments(
    name: str, arguments: tuple[Any, ...], kinds: tuple[type, ...], names: tuple[str, ...]
) -> NoReturn:
    if len(arguments) != len(kinds):
        raise TypeError(f"{name}() takes {len(kinds)} arguments ({', '.join(names)}), {len(arguments)} were given")
    for parameter, kind, value in zip(names, kinds, arguments, strict=True):
        if type(value) is not kind:
            raise TypeError(f"{name}() argument {parameter!r} must be {kind.__name__}, not {type(value).__name__}")
    raise AssertionError(name)
