"""One end of the wire: bytes in, events out; events in, bytes out. It does no input or output itself."""

from collections.abc import Callable, Sequence
from typing import Any

from rexpy.wire import limits
from rexpy.wire.codec import decode_header, encode_header, pack_prefix, unpack_prefix
from rexpy.wire.errors import LocalProtocolError, RemoteProtocolError
from rexpy.wire.messages import Alarm, Call, Cast, Done, Event, Fetch, Hello, Kind, Log, Metric, Output, Reply, Run
from rexpy.wire.packed import CALL_HEAD, FRAMED_CALL, FRAMED_REPLY, REPLY_HEAD, Shape, pack_fields
from rexpy.wire.parse import ON_WIRE, PACKED, PARSERS, call
from rexpy.wire.state import Node, Role, State, nodes

_PREFIX = limits.PREFIX_SIZE
_NODES = {role: nodes(role) for role in Role}
_PARSERS = {int(kind): parser for kind, parser in PARSERS.items()}
_PACKED = {int(kind): parser for kind, parser in PACKED.items()}
_PEER = {Role.BROKER: Role.WORKER, Role.WORKER: Role.BROKER}


class Connection:
    """The protocol as one side sees it.

    Guarantees: an event is returned only when the state allows it and all its fields have their types; nothing larger
    than the limits is ever gathered; after an error of either class every further call raises.
    """

    __slots__ = (
        "_broken", "_buffer", "_max_blob", "_max_header", "_node", "_nodes", "_role", "_sequence", "_shapes", "missing",
    )  # fmt: skip

    def __init__(self, role: Role, *, shapes: Sequence[Shape] = (), max_blob: int = limits.MAX_BLOB) -> None:
        """Start in STARTING; `shapes` are the operations' by their numbers, `max_blob` bounds the bytes that one
        received message carries.
        """
        self._role = role
        self._shapes = shapes
        self._nodes = _NODES[role]
        self._node = self._nodes[State.STARTING]
        self._max_header = limits.MAX_CALL_HEADER if role is Role.BROKER else limits.MAX_REPLY_HEADER
        self._max_blob = max_blob
        self._buffer = bytearray()
        self._sequence = 0
        self._broken = False
        self.missing = 0
        """Bytes that the frame which has begun still lacks, as far as is known: a hint for how much to receive."""

    @property
    def state(self) -> State:
        """Where the run is, as this side sees it."""
        return self._node.state

    @state.setter
    def state(self, state: State) -> None:
        self._node = self._nodes[state]

    def receive(self, data: bytes) -> list[Event]:
        """Return the events that `data` completes, in order; `data` may be any split of the stream.

        Raises RemoteProtocolError for a frame too large, unknown, malformed or out of turn.
        """
        if self._broken:
            raise RemoteProtocolError("the connection is broken")
        self._broken = True
        following = self._node.receives.get(_CALL)
        if following is not None and not self._buffer and len(data) >= _CALL_HEAD:
            # What comes nearly always is exactly one call without bytes: checked as `_accept` and `call` do.
            header_size, blob_size, kind, operation, sequence, line = _unframe_call(data)
            if (
                kind == _CALL
                and not blob_size
                and header_size + _PREFIX == len(data)
                and header_size <= self._max_header
                and operation < len(self._shapes)
                and sequence == self._sequence + 1
            ):
                arguments = self._shapes[operation].unpack(data, _CALL_HEAD)
                self._sequence = sequence
                self._node = following
                self._broken = False
                return [_make(Call, (sequence, operation, line, arguments, b""))]
        self.missing = 0
        events: list[Event] = []
        buffer: bytes | bytearray = data
        if self._buffer:
            self._buffer += data
            buffer = self._buffer
        start, end = 0, len(buffer)
        while end - start >= _PREFIX:
            header_size, blob_size = unpack_prefix(buffer, start)
            # Invariant: sizes are checked before a byte beyond the prefix is waited for.
            if header_size > self._max_header or blob_size > self._max_blob or not header_size:
                raise RemoteProtocolError(f"a frame of {header_size}+{blob_size} bytes is out of bounds")
            blob_start = start + _PREFIX + header_size
            frame_end = blob_start + blob_size
            if frame_end > end:
                self.missing = frame_end - end
                break
            header = bytes(buffer[start + _PREFIX : blob_start])
            events.append(self._accept(header, bytes(buffer[blob_start:frame_end]) if blob_size else b""))
            start = frame_end
        if buffer is self._buffer:
            del self._buffer[:start]
        elif start < end:
            self._buffer += data[start:]
        self._broken = False
        return events

    def receive_end(self) -> None:
        """Note that the other side has closed. Raises RemoteProtocolError when that cuts a frame."""
        if self._buffer:
            raise RemoteProtocolError("the connection ended inside a frame")

    def send(self, event: Event) -> bytes:
        """Return the bytes of `event`, header and blob in one piece. Raises LocalProtocolError when it is not due."""
        head, blob = self.send_parts(event)
        return head + blob if blob else head

    def send_parts(self, event: Event) -> tuple[bytes, bytes | memoryview]:
        """Return the bytes of `event` as head and blob, so that a large blob need not be copied."""
        if type(event) is Reply:
            return self.reply(*event)
        if type(event) is Call or type(event) is Cast:
            return self._ask(event)
        fields, blob = _TAKE_APART[type(event)](event)
        following = self._due(fields[0])
        if type(event) is Fetch:
            self._sequence = event.sequence
        header = encode_header(fields)
        self._node = following
        return pack_prefix(len(header), len(blob)) + header, blob

    def reply(
        self, sequence: int, status: int, fields: list[Any], blob: bytes | memoryview | None, shared: int = -1
    ) -> tuple[bytes, bytes | memoryview]:
        """Return the bytes of a `Reply` with these fields, as `send_parts` does."""
        following = self._node.sends.get(_REPLY) or self._due(_REPLY)
        if sequence != self._sequence:
            raise LocalProtocolError("a reply answers no call")
        count, packed = pack_fields(fields) if fields else (0, b"")
        where, held = (shared, b"") if blob is None else (ON_WIRE, blob)
        self._node = following
        size = _REPLY_HEAD + len(packed)
        return _frame_reply(size, len(held), _REPLY, sequence, status, where, count) + packed, held

    def _ask(self, event: Call | Cast) -> tuple[bytes, bytes]:
        kind, sequence, blob = (_CALL, event.sequence, event.blob) if type(event) is Call else (_CAST, 0, b"")
        following = self._due(kind)
        header = CALL_HEAD.pack(kind, event.operation, sequence, event.line)
        header += self._shapes[event.operation].pack(event.arguments)
        self._sequence = sequence or self._sequence
        self._node = following
        return pack_prefix(len(header), len(blob)) + header, blob

    def _due(self, kind: int) -> Node:
        following = self._node.sends.get(kind)
        if following is None:
            name = Kind(kind).name
            raise LocalProtocolError(f"{name} is not due from the {self._role.value} while {self.state.value}")
        return following

    def _accept(self, header: bytes, blob: bytes) -> Event:
        following = self._node.receives.get(_CALL)
        if header[0] == _CALL and following is not None:
            asked = call(header, blob, self._shapes)
            self._follow(asked.sequence)
            self._node = following
            return asked
        return self._accept_other(header, blob)

    def _follow(self, sequence: int) -> None:
        if sequence != self._sequence + 1:
            raise RemoteProtocolError("a call is out of order")
        self._sequence = sequence

    def _accept_other(self, header: bytes, blob: bytes) -> Event:
        kind: Any = header[0]
        fields: list[Any] = []
        if kind not in _PACKED:
            fields = decode_header(header)
            kind = fields.pop(0) if fields else None
            if type(kind) is not int or kind not in _PARSERS:
                raise RemoteProtocolError("a message of an unknown kind")
        following = self._node.receives.get(kind)
        if following is None:
            name, peer = Kind(kind).name, _PEER[self._role].value
            raise RemoteProtocolError(f"{name} is not due from the {peer} while {self.state.value}")
        packed = _PACKED.get(kind)
        event = _PARSERS[kind](fields, blob) if packed is None else packed(header, blob, self._shapes)
        if type(event) is Fetch:
            self._follow(event.sequence)
        elif type(event) is Reply and event.sequence != self._sequence:
            raise RemoteProtocolError("a reply answers another call")
        self._node = following
        return event


_Parts = tuple[list[Any], bytes | memoryview]
_REPLY_HEAD = REPLY_HEAD.size
_CALL_HEAD = FRAMED_CALL.size
_unframe_call = FRAMED_CALL.unpack_from
_frame_reply = FRAMED_REPLY.pack
_make: Any = tuple.__new__
_HELLO, _RUN, _CALL, _CAST, _REPLY, _OUTPUT, _LOG, _DONE, _FETCH, _METRIC, _ALARM = (int(kind) for kind in Kind)

_TAKE_APART: dict[type, Callable[[Any], _Parts]] = {
    Hello: lambda e: ([_HELLO, e.version, e.report], b""),
    Run: lambda e: ([_RUN, e.spec], e.source),
    Output: lambda e: ([_OUTPUT, e.stream], e.text),
    Log: lambda e: ([_LOG, e.level, e.line], e.text),
    Done: lambda e: ([_DONE], e.outcome),
    Fetch: lambda e: ([_FETCH, e.sequence, e.what, e.number, e.name], b""),
    Metric: lambda e: ([_METRIC, e.line, e.name, e.value, e.unit, [w for p in e.dimensions.items() for w in p]], b""),
    Alarm: lambda e: ([_ALARM, e.line, e.kind], e.text),
}
