"""One run's conversation: bytes in, gate, bytes out. It owns the counters; the clock is the worker process's watcher.

Invariant: whatever a worker sends, the worst that follows is the end of its own run.
"""

import errno
import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hostapi.errors import LimitReached
from hostapi.operation import Operation
from rexpy.broker.gate import Gate
from rexpy.broker.limits import Limits
from rexpy.broker.meter import Denials, OutputBuffer, Published
from rexpy.broker.pace import Pace
from rexpy.broker.refusal import Refused
from rexpy.broker.result import Denial
from rexpy.wire import limits as wire_limits
from rexpy.wire.connection import Connection
from rexpy.wire.errors import RemoteProtocolError
from rexpy.wire.messages import Alarm, Call, Cast, Done, Event, Fetch, Hello, Log, Metric, Output, Run, Status
from rexpy.wire.packed import Shape
from rexpy.wire.state import Role

if TYPE_CHECKING:
    from rexpy.broker.supplies import Supplies

_RECEIVE_SIZE = wire_limits.RECEIVE_SIZE
_OK = Status.OK

_Frame = tuple[bytes, bytes | memoryview]
"""The bytes of a message: its head, and the bytes that belong to it."""


class LimitEnds(Exception):
    """A limit that ends the run: the broker's name for it and its value."""

    def __init__(self, limit: str, value: int) -> None:
        super().__init__(limit)
        self.limit = limit
        self.value = value


class Deciding:
    """Where the operation in progress stands, for the audit trail: its name, its number and the script's line."""

    __slots__ = ("call", "line", "operation")

    def __init__(self) -> None:
        self.operation = ""
        self.call = 0
        self.line = 0


class Session:
    """Serves one worker until it is done, breaks the protocol, or is gone."""

    def __init__(
        self,
        sock: socket.socket,
        *,
        gate: Gate,
        operations: tuple[Operation, ...],
        limits: Limits,
        shared: bool,
        deciding: Deciding,
        denial: Callable[[Refused], Denial],
        on_output: Callable[[int, str], None] | None,
        supplies: "Callable[[], Supplies]",
        on_limit: Callable[[str, int], None] | None = None,
    ) -> None:
        self._sock = sock
        self._gate = gate
        self._operations = operations
        self._limits = limits
        self._most_calls = limits.calls
        self._shared = shared
        self._deciding = deciding
        self._denial = denial
        self._on_output = on_output
        self._make_supplies = supplies
        self._supplies: Supplies | None = None
        self._fetches = 0
        self._on_limit = on_limit
        shapes = [Shape([parameter.kind for parameter in operation.parameters]) for operation in operations]
        largest = max(wire_limits.MAX_BLOB, limits.result_bytes)
        self._connection = Connection(Role.BROKER, shapes=shapes, max_blob=largest)
        self._reply = self._connection.reply
        self._takes_bytes = [shape.takes_bytes for shape in shapes]
        # As much of a large message as the system allows at once; the default asks for five turns a mebibyte.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, wire_limits.BUFFER_SIZE)
        self._counts = [0] * len(operations)
        self.calls = 0
        self.output = OutputBuffer(limits.output_bytes)
        self.denials = Denials()
        self.published = Published()
        self.reached: set[str] = set()
        """Limits that stopped an operation, by name; the script may have caught that."""
        self.outcome: bytes | None = None
        self.callers_error: Exception | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Operations asked so far, by name."""
        return {operation.name: count for operation, count in zip(self._operations, self._counts, strict=True) if count}

    def hello(self) -> Hello | None:
        """Return the worker's first message, None where it is gone before. Raises RemoteProtocolError."""
        while True:
            try:
                data = self._sock.recv(_RECEIVE_SIZE)
            except ConnectionError:
                return None
            if not data:
                return None
            events = self._connection.receive(data)
            if events:
                first = events[0]
                if type(first) is not Hello or len(events) > 1 or first.version != wire_limits.PROTOCOL_VERSION:
                    raise RemoteProtocolError("the worker did not begin as it must")
                return first

    def start(self, run: Run) -> None:
        """Send the script."""
        self._send(*self._connection.send_parts(run))

    def serve(self, pace: Pace) -> None:
        """Answer the worker until it is done or gone; `outcome` is what it reported, None where it did not.

        Raises RemoteProtocolError, LimitEnds, EndsRun.
        """
        receive, connection, done = pace.receive, self._connection, self._gate.done
        events: list[Event] = []
        while self.outcome is None:
            missing = connection.missing
            size = _RECEIVE_SIZE if missing <= _RECEIVE_SIZE else min(missing, wire_limits.BUFFER_SIZE)
            data = receive(size, due=bool(events))
            if not data:
                # Not: a breach where that cuts a frame. A killed worker ends wherever it was, and its exit says why.
                return
            events = connection.receive(data)
            for event in events:
                kind = type(event)
                if kind is Call:
                    self._send(*self._answer(event))  # type: ignore[arg-type]
                    done()
                elif kind is Output:
                    self._take_output(event)  # type: ignore[arg-type]
                elif kind is Cast:
                    self._cast(event)  # type: ignore[arg-type]
                elif kind is Log:
                    self.published.log(event)  # type: ignore[arg-type]
                elif kind is Done:
                    self.outcome = event.outcome  # type: ignore[union-attr]
                elif kind is Fetch:
                    self._send(*self._fetch(event))  # type: ignore[arg-type]
                elif kind is Metric:
                    self.published.metric(event)  # type: ignore[arg-type]
                elif kind is Alarm:
                    self.published.alarm(event)  # type: ignore[arg-type]

    def _send(self, head: bytes, blob: bytes | memoryview) -> None:
        try:
            if not blob:
                self._sock.sendall(head)
            elif len(blob) > _RECEIVE_SIZE:
                self._sock.sendall(head)
                self._sock.sendall(blob)
            else:
                self._sock.sendall(head + blob)
        except (BrokenPipeError, ConnectionResetError):
            # The worker is gone; the next recv says so, and the watcher says why.
            pass

    def _operation(self, number: int, line: int, *, cast: bool) -> Operation:
        """Count an operation that is asked, and return it; the wire has found its number among the declared."""
        operation, deciding, calls = self._operations[number], self._deciding, self.calls
        if operation.cast is not cast:
            raise RemoteProtocolError(f"{operation.name} is asked in the wrong way")
        if calls >= self._most_calls:
            raise LimitEnds("calls", self._most_calls)
        self.calls = deciding.call = calls + 1
        self._counts[number] += 1
        deciding.operation = operation.name
        deciding.line = line
        return operation

    def _answer(self, call: Call) -> _Frame:
        """Perform what was called and return the frame that answers it."""
        sequence, number, line, arguments, blob = call
        operation = self._operation(number, line, cast=False)
        if self._takes_bytes[number]:
            arguments.append(blob)
        elif blob:
            raise RemoteProtocolError(f"{operation.name} takes no bytes")
        try:
            fields = self._gate.perform(operation, arguments)
        except Refused as refused:
            return self._reply(sequence, Status.DENIED, self._deny(operation, arguments, refused), None)
        except (OverflowError, UnicodeEncodeError):
            # A number that the system call cannot take, such as a time in the year 30000; a name that this system's
            # encoding of file names cannot say.
            return self._fail(sequence, OSError(errno.EINVAL, ""), *_paths(operation, arguments))
        except OSError as error:
            return self._fail(sequence, error, *_paths(operation, arguments))
        if fields:
            kind = type(fields[-1])
            if kind is bytes:
                return self._reply(sequence, _OK, fields, fields.pop())
            if kind is memoryview:
                last = fields.pop()
                if self._shared:
                    return self._reply(sequence, _OK, fields, None, len(last))
                return self._reply(sequence, _OK, fields, last)
        return self._reply(sequence, _OK, fields, None)

    def _fetch(self, fetch: Fetch) -> _Frame:
        """Answer with what the run was given. No policy is asked, nothing is decided, and the calls are not counted."""
        # Threat: a fetch that gives nothing costs the worker little, so their number has a bound as well.
        if self._fetches >= self._limits.calls:
            raise LimitEnds("calls", self._limits.calls)
        self._fetches += 1
        if self._supplies is None:
            self._supplies = self._make_supplies()
        try:
            fields, blob = self._supplies.answer(fetch, self._sock)
        except OSError as error:
            return self._fail(fetch.sequence, error)
        return self._reply(fetch.sequence, Status.OK, fields, blob)

    def close(self) -> None:
        """Let go of what was opened for the last operation, and to be fetched from."""
        self._gate.done()
        if self._supplies is not None:
            self._supplies.close()

    def _fail(self, sequence: int, error: OSError, path: str | None = None, second: str | None = None) -> _Frame:
        number = error.errno or 0
        text = error.strerror or os.strerror(number)
        if not isinstance(error, LimitReached):
            return self._reply(sequence, Status.OS_ERROR, [number, text, path, second], None)
        self.reached.add(error.limit)
        if self._on_limit is not None:
            self._on_limit(error.limit, error.value)
        return self._reply(sequence, Status.LIMIT, [number, text, path, error.limit, error.value], None)

    def _deny(self, operation: Operation, arguments: list[Any], refused: Refused) -> list[Any]:
        """Record a denial and return what the script is told of it."""
        denial = self._denial(refused)
        number = self.denials.add(denial)
        return [
            refused.text(),
            _paths(operation, arguments)[0],
            *refused.shown(),
            denial.effect,
            [] if refused.by_link else [ref.id for ref in refused.decision.policies],
            None if refused.by_link else denial.advice,
            number,
        ]

    def _cast(self, cast: Cast) -> None:
        operation = self._operation(cast.operation, cast.line, cast=True)
        try:
            self._gate.perform(operation, cast.arguments)
        except (OSError, Refused):
            # Nobody waits for the answer; giving back a handle that is not held changes nothing.
            pass

    def _take_output(self, output: Output) -> None:
        shown = self.output.add(output.stream, output.text)
        if shown and self._on_output is not None:
            try:
                self._on_output(output.stream, shown)
            except Exception as error:
                # The caller's own failure is the caller's to see, as it is.
                self.callers_error = error
                raise


def _paths(operation: Operation, arguments: list[Any]) -> list[str | None]:
    """Return the two file names of an OSError: the paths as the script asked for them."""
    named = [
        value
        for parameter, value in zip(operation.parameters, arguments, strict=False)
        if parameter.kind in ("path", "hostname") and type(value) is str
    ]
    return [*named, None, None][:2]
