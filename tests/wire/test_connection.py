"""The protocol as plain bytes: every split, every turn, every limit. No sockets."""

import json
import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.wire import limits
from rexpy.wire.codec import decode_object, pack_prefix
from rexpy.wire.connection import Connection
from rexpy.wire.errors import LocalProtocolError, RemoteProtocolError
from rexpy.wire.messages import Alarm, Call, Cast, Done, Fetch, Hello, Kind, Log, Metric, Output, Reply, Run, Status
from rexpy.wire.packed import CALL_HEAD, MAX_NUMBERS, REPLY_HEAD, Shape, pack_fields, unpack_fields
from rexpy.wire.state import TRANSITIONS, Role, State

NOTHING, CLOSE, MANY, WRITE = range(4)
SHAPES = [
    Shape([]),
    Shape(["handle"]),
    Shape(["path", "bool", "int", "hostname", "str", "bool"]),
    Shape(["handle", "int", "bytes"]),
]


def pair() -> tuple[Connection, Connection]:
    return Connection(Role.BROKER, shapes=SHAPES), Connection(Role.WORKER, shapes=SHAPES, max_blob=1 << 24)


def running() -> tuple[Connection, Connection]:
    broker, worker = pair()
    assert broker.receive(worker.send(Hello(limits.PROTOCOL_VERSION, []))) == [Hello(1, [])]
    assert worker.receive(broker.send(Run({"a": 1}, b"print()"))) == [Run({"a": 1}, b"print()")]
    return broker, worker


def frame(header: object, blob: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return pack_prefix(len(text), len(blob)) + text + blob


def packed(kind: Kind, operation: int, arguments: bytes, *, sequence: int = 1, line: int = 1) -> bytes:
    return CALL_HEAD.pack(kind, operation, sequence, line) + arguments


CONVERSATION = [
    Output(1, "gr\u00fc\u00df dich\n".encode()),
    Log("warning", 3, b"mind the gap"),
    Cast(CLOSE, 7, [12]),
    Metric(3, "files", 12.5, "COUNT", {"host": "a", "disk": "b\u00fc"}),
    Alarm(0, "DiskFull", "gr\u00fc\u00df".encode()),
    Call(1, MANY, 9, ["/etc/h\u00f6sts", True, -1, "example.com", "\U0001f600\0", False], b"\x00\xffraw"),
]


@given(st.data())
def test_any_split_of_the_bytes_gives_the_same_events(data: st.DataObject) -> None:
    broker, worker = running()
    stream = b"".join(worker.send(event) for event in CONVERSATION)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    events = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        events += broker.receive(stream[start:end])
    assert events == CONVERSATION
    broker.receive_end()


def test_byte_by_byte_and_the_answer() -> None:
    broker, worker = running()
    for byte in worker.send(CONVERSATION[-1]):
        got = broker.receive(bytes([byte]))
    assert got == [CONVERSATION[-1]]
    reply = Reply(1, Status.OK, [1, "x"], b"bytes")
    assert worker.receive(broker.send(reply)) == [reply]
    empty = Reply(2, Status.OK, [], b"")
    broker.receive(worker.send(Call(2, 0, 0, [], b"")))
    assert worker.receive(broker.send(empty)) == [empty], "no bytes and none at all are told apart"


NUMBERS = st.integers(-(1 << 63), (1 << 63) - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4), max_leaves=12
)


TEXT = st.text(max_size=50)


@given(st.tuples(TEXT, st.booleans(), NUMBERS, TEXT, TEXT, st.booleans()))
def test_arguments_arrive_as_they_were(arguments: tuple[object, ...]) -> None:
    said = SHAPES[MANY].pack(arguments)
    got = SHAPES[MANY].unpack(b"head" + said, 4)
    assert got == list(arguments)
    assert [type(value) for value in got] == [str, bool, int, str, str, bool]


@given(st.binary(max_size=60))
def test_bytes_are_arguments_or_a_breach(data: bytes) -> None:
    """What is taken is packed as the very same bytes: there is one way to say a thing."""
    for shape in SHAPES:
        try:
            taken = shape.unpack(data, 0)
        except RemoteProtocolError:
            continue
        assert shape.pack(taken) == data


@given(st.lists(NUMBERS, max_size=MAX_NUMBERS + 2) | st.lists(VALUES, max_size=5))
def test_fields_of_a_reply_arrive_as_they_were(fields: list[object]) -> None:
    count, said = pack_fields(fields)
    got = unpack_fields(count, said)
    assert got == fields
    assert [type(value) for value in got] == [type(value) for value in fields], "a flag is no number"
    numbers = all(type(field) is int and -(1 << 63) <= field < 1 << 63 for field in fields)
    assert (count >= 0) == (numbers and len(fields) <= MAX_NUMBERS)


def test_numbers_beyond_64_bits_are_not_sent_as_others() -> None:
    with pytest.raises(struct.error):
        SHAPES[CLOSE].pack([1 << 63])
    with pytest.raises(UnicodeEncodeError):
        SHAPES[MANY].pack(["\ud800", True, 1, "", "", True])


def test_a_frame_cut_by_the_end_is_a_breach() -> None:
    broker, worker = running()
    broker.receive(worker.send(Done(b"{}"))[:-1])
    with pytest.raises(RemoteProtocolError, match="inside a frame"):
        broker.receive_end()


MESSAGES = {
    Kind.HELLO: Hello(1, []),
    Kind.CALL: Call(1, 0, 0, [], b""),
    Kind.CAST: Cast(0, 0, []),
    Kind.OUTPUT: Output(1, b"x"),
    Kind.LOG: Log("info", 1, b"x"),
    Kind.DONE: Done(b"{}"),
    Kind.RUN: Run({}, b""),
    Kind.REPLY: Reply(1, 0, [], None),
    Kind.FETCH: Fetch(1, "stdin", 10, ""),
    Kind.METRIC: Metric(1, "x", 1.0, "COUNT", {}),
    Kind.ALARM: Alarm(1, "x", b""),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", MESSAGES)
def test_only_what_the_table_names_is_taken(state: State, kind: Kind) -> None:
    """Every pair of state and message, on both sides: taken exactly where the table says so."""
    for receiver, sender in ((Role.BROKER, Role.WORKER), (Role.WORKER, Role.BROKER)):
        sending = Connection(sender, shapes=SHAPES)
        due = kind in TRANSITIONS[state][sender]
        sending.state = state
        if kind is Kind.REPLY and due:
            sending._sequence = 1
        if due:
            data = sending.send(MESSAGES[kind])
            assert sending.state is TRANSITIONS[state][sender][kind]
        else:
            with pytest.raises(LocalProtocolError):
                sending.send(MESSAGES[kind])
            anywhere = Connection(next(r for r in Role for s in State if kind in TRANSITIONS[s][r]), shapes=SHAPES)
            anywhere.state = next(s for s in State if kind in TRANSITIONS[s][anywhere._role])
            anywhere._sequence = 1
            data = anywhere.send(MESSAGES[kind])
        receiving = Connection(receiver, shapes=SHAPES)
        receiving.state = state
        receiving._sequence = 1 if kind is Kind.REPLY else 0
        if due:
            assert len(receiving.receive(data)) == 1
        else:
            with pytest.raises(RemoteProtocolError, match="not due"):
                receiving.receive(data)
            with pytest.raises(RemoteProtocolError, match="broken"):
                receiving.receive(b"")


FINE = SHAPES[MANY].pack(["/", True, 1, "x", "y", False])
HOSTILE = {
    "not JSON": frame(b"[1,"),
    "not UTF-8": frame(b'["\xff"]'),
    "trailing": frame(b"[6,1]x"),
    "an object": frame(b'{"a":1}'),
    "a string": frame(b'"abc"'),
    "NaN": frame(b"[6,NaN]"),
    "infinity": frame(b"[6,-Infinity]"),
    "deep": frame(b"[" * 30000 + b"]" * 30000),
    "huge integer": frame(b"[6," + b"9" * 4000 + b"]"),
    "integer too long to convert": frame(b"[6," + b"9" * 6000 + b"]"),
    "unknown kind": frame([99]),
    "unknown packed kind": frame(bytes([9]) + packed(Kind.CALL, NOTHING, b"")[1:]),
    "kind zero": frame(bytes(20)),
    "kind as a boolean": frame([True, 1, "x"]),
    "no kind": frame(b"[ ]"),
    "empty header": frame(b""),
    "a call in JSON": frame([3, 1, 0, 0]),
    "a cast in JSON": frame([4, 0, 0]),
    "a reply in JSON": frame([5, 1, 0, [], -1]),
    "output packed": frame(packed(Kind.OUTPUT, NOTHING, b"")),
    "an operation that there is not": frame(packed(Kind.CALL, 4, b"")),
    "the last operation that can be said": frame(packed(Kind.CALL, 0xFFFF, b"")),
    "call cut short": frame(packed(Kind.CALL, NOTHING, b"")[:-1]),
    "cast cut short": frame(packed(Kind.CAST, CLOSE, bytes(8), sequence=0)[:-1]),
    "only a kind": frame(bytes([Kind.CALL])),
    "argument for none": frame(packed(Kind.CALL, NOTHING, b"\0")),
    "argument missing": frame(packed(Kind.CALL, CLOSE, b"")),
    "argument of seven bytes": frame(packed(Kind.CALL, CLOSE, bytes(7))),
    "argument of nine bytes": frame(packed(Kind.CALL, CLOSE, bytes(9))),
    "text cut short": frame(packed(Kind.CALL, MANY, FINE[:-1])),
    "text left over": frame(packed(Kind.CALL, MANY, FINE + b"z")),
    "text of 4 GiB": frame(packed(Kind.CALL, MANY, b"\xff\xff\xff\xff" + FINE[4:])),
    "text not UTF-8": frame(packed(Kind.CALL, MANY, FINE[:-1] + b"\xff")),
    "flag of two": frame(packed(Kind.CALL, MANY, FINE[:4] + b"\2" + FINE[5:])),
    "sequence skipped": frame(packed(Kind.CALL, NOTHING, b"", sequence=2)),
    "sequence repeated": frame(packed(Kind.CALL, NOTHING, b"", sequence=0)),
    "cast with bytes": frame(packed(Kind.CAST, CLOSE, bytes(8), sequence=0), b"x"),
    "cast with a number": frame(packed(Kind.CAST, CLOSE, bytes(8), sequence=1)),
    "output to stream 3": frame([6, 3], b"x"),
    "output without stream": frame([6], b"x"),
    "log of an unknown level": frame(["7", "info", 1], b"x"),
    "log level": frame([7, "nonsense", 1], b"x"),
    "done with fields": frame([8, 1]),
    "fetch of something else": frame([9, 1, "policy", 0, ""]),
    "fetch cut short": frame([9, 1, "stdin", 0]),
    "fetch of a negative number": frame([9, 1, "stdin", -1, ""]),
    "fetch with bytes": frame([9, 1, "stdin", 1, ""], b"x"),
    "fetch out of order": frame([9, 2, "stdin", 1, ""]),
    "fetch of a name that is a number": frame([9, 1, "module", 0, 5]),
    "metric of text": frame([10, 1, "a", "5", "COUNT", []]),
    "metric of an integer": frame([10, 1, "a", 5, "COUNT", []]),
    "metric of infinity": frame(b'[10,1,"a",1e999,"COUNT",[]]'),
    "metric of another unit": frame([10, 1, "a", 5.0, "BYTES", []]),
    "metric without a name": frame([10, 1, "", 5.0, "COUNT", []]),
    "metric of the runner's own": frame([10, 1, "RexRunner", 5.0, "COUNT", []]),
    "metric with a long name": frame([10, 1, "a" * 257, 5.0, "COUNT", []]),
    "metric with a control character": frame([10, 1, "a\x1b", 5.0, "COUNT", []]),
    "metric with half a dimension": frame([10, 1, "a", 5.0, "COUNT", ["k"]]),
    "metric with a dimension twice": frame([10, 1, "a", 5.0, "COUNT", ["k", "v", "k", "w"]]),
    "metric with too many dimensions": frame([10, 1, "a", 5.0, "COUNT", [f"k{n}" for n in range(62)]]),
    "metric with nested dimensions": frame([10, 1, "a", 5.0, "COUNT", ["k", ["v"]]]),
    "metric with a long dimension": frame([10, 1, "a", 5.0, "COUNT", ["k", "v" * 257]]),
    "metric with bytes": frame([10, 1, "a", 5.0, "COUNT", []], b"x"),
    "alarm without a type": frame([11, 1]),
    "alarm of the runner's own": frame([11, 1, "rexAlarm"], b"x"),
    "a reply from the worker": frame(REPLY_HEAD.pack(Kind.REPLY, 1, 0, -1, 0)),
    "a run from the worker": frame([2, {}]),
    "a second hello": frame([1, 1, []]),
    "header too large": pack_prefix(limits.MAX_CALL_HEADER + 1, 0),
    "blob too large": pack_prefix(10, limits.MAX_BLOB + 1),
    "lengths of all ones": b"\xff" * 8,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_worker_is_a_breach_and_nothing_else(data: bytes) -> None:
    broker, _ = running()
    with pytest.raises(RemoteProtocolError):
        broker.receive(data)
    with pytest.raises(RemoteProtocolError):
        broker.receive(frame([6, 1], b"x"))


def test_random_bytes_never_raise_anything_else() -> None:
    """Whatever comes, the broker's side answers with events or RemoteProtocolError."""
    chance = random.Random(20261122)
    for _ in range(3000):
        broker, worker = running()
        data = bytearray(worker.send(CONVERSATION[3]))
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            broker.receive(bytes(data))
        except RemoteProtocolError:
            pass


def test_a_second_call_while_one_is_unanswered_is_a_breach() -> None:
    broker, worker = running()
    first = worker.send(Call(1, 0, 0, [], b""))
    with pytest.raises(RemoteProtocolError, match="not due"):
        broker.receive(first + frame(packed(Kind.CALL, NOTHING, b"", sequence=2)))


def test_a_reply_to_no_call_is_our_own_mistake() -> None:
    broker, worker = running()
    broker.receive(worker.send(Call(1, 0, 0, [], b"")))
    with pytest.raises(LocalProtocolError, match="answers no call"):
        broker.send(Reply(2, Status.OK, [], None))


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":2}', "[1]", '{"a":NaN}', '{"a":' + "[" * 80 + "]" * 80 + "}", '{"a":1} ', "{"]
)
def test_a_closing_message_is_one_object_of_bounded_depth(text: str) -> None:
    with pytest.raises(RemoteProtocolError):
        decode_object(text.encode(), depth=limits.MAX_VALUE_DEPTH)


def test_brackets_in_strings_are_not_nesting() -> None:
    text = json.dumps({"a": '[[[[\\"[[' * 100})
    assert decode_object(text.encode(), depth=2)["a"].startswith("[[[[")
