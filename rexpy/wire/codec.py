"""Frames to bytes and back: a prefix of two lengths, a JSON array, and raw bytes.

JSON is decoded by CPython's own scanner into plain lists, strings, numbers, booleans and None: no class is looked up by
a received name, no code runs. Types are checked field by field where a message is taken apart (`rexpy.wire.parse`).
"""

import json
from struct import Struct
from typing import Any

from rexpy.wire.errors import RemoteProtocolError

_PREFIX = Struct("<II")
pack_prefix = _PREFIX.pack
unpack_prefix = _PREFIX.unpack_from


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key occurs twice")
    return made


_decoder: Any = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_unique)
_scan = _decoder.scan_once
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


def _refuse_default(value: object) -> Any:
    raise TypeError(f"{type(value).__name__} is not JSON")


# JSONEncoder.encode makes a new C encoder for every call, which is most of its time; one made ahead serves all of them.
_make: Any = getattr(json.encoder, "c_make_encoder", None)
_iterencode: Any = (
    None
    if _make is None
    else _make(None, _refuse_default, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, False)
)


def encode_header(fields: list[Any]) -> bytes:
    """Return the JSON text of `fields` as ASCII bytes.

    Raises ValueError for NaN and infinities, TypeError for what JSON cannot say.
    """
    if _iterencode is None:
        return _encode(fields).encode("ascii")
    return "".join(_iterencode(fields, 0)).encode("ascii")


def decode_header(data: bytes | bytearray | memoryview) -> list[Any]:
    """Return the JSON array in `data`, which must be exactly one array and nothing else.

    Raises RemoteProtocolError for anything else, however it fails: the bytes are the other side's.
    """
    try:
        text = str(data, "utf-8")
        value, end = _scan(text, 0)
    except (ValueError, RecursionError, StopIteration, MemoryError) as error:
        raise RemoteProtocolError(f"a header is not JSON: {type(error).__name__}") from None
    if end != len(text) or type(value) is not list:
        raise RemoteProtocolError("a header is not one JSON array")
    return value


def decode_object(data: bytes, *, depth: int) -> dict[str, Any]:
    """Return the JSON object in `data`, nested at most `depth` deep.

    Threat: the closing message holds a value that the script chose; a deep one would exhaust the stack of whoever
    walks it later. CPython's scanner itself stops at the recursion limit.

    Raises RemoteProtocolError.
    """
    try:
        text = data.decode("utf-8")
        value, end = _scan(text, 0)
    except (ValueError, RecursionError, StopIteration, MemoryError) as error:
        raise RemoteProtocolError(f"a closing message is not JSON: {type(error).__name__}") from None
    if end != len(text) or type(value) is not dict:
        raise RemoteProtocolError("a closing message is not one JSON object")
    level: list[Any] = [value]
    for _ in range(depth):
        level = [
            item
            for held in level
            for item in (held.values() if type(held) is dict else held)
            if type(item) is dict or type(item) is list
        ]
        if not level:
            return value
    raise RemoteProtocolError(f"a value is nested more than {depth} deep")
