"""The messages of an operation, packed: a head of fixed size, then its arguments in the shape that it declares.

Nothing is parsed: a number has its width, a text its length before it, a flag is 0 or 1. What does not fill its shape
exactly is a breach, so that a value of another type, one more or one less cannot even be said.
"""

from collections.abc import Sequence
from struct import Struct
from struct import error as StructError
from typing import Any

from rexpy.wire.codec import decode_header, encode_header
from rexpy.wire.errors import RemoteProtocolError

CALL_HEAD = Struct("<BHII")
"""CALL and CAST: kind, operation, sequence number (0 in a CAST), script line."""

REPLY_HEAD = Struct("<BIBib")
"""REPLY: kind, sequence number, status, where the bytes are, how many numbers follow; -1 says that JSON does."""

FRAMED_CALL = Struct("<II" + CALL_HEAD.format.removeprefix("<"))
FRAMED_REPLY = Struct("<II" + REPLY_HEAD.format.removeprefix("<"))
"""The same with the prefix of the frame before it, for whoever makes or takes a whole frame."""

MAX_NUMBERS = 16
"""Numbers that a reply carries packed; the most that one has are the twelve of a status."""

_CODES = {"path": "I", "hostname": "I", "str": "I", "handle": "q", "int": "q", "bool": "B", "bytes": ""}
_TEXTS = frozenset(kind for kind, code in _CODES.items() if code == "I")
_FLAGS = (False, True)
_ONLY_NUMBERS = {int}
_NUMBERS = tuple(Struct(f"<{count}q") for count in range(MAX_NUMBERS + 1))
_encode = str.encode


class Shape:
    """How the arguments of one operation are packed, made from their kinds (`hostapi.operation.Parameter`).

    First what has a fixed size: numbers as 64 bits, flags as a byte, of texts the length. Then the texts in UTF-8.
    Bytes are no part of the header: they are the message's blob.
    """

    __slots__ = ("_begins", "_flags", "_pack", "_size", "_texts", "_unpack", "takes_bytes")

    def __init__(self, kinds: Sequence[str]) -> None:
        fixed = Struct("<" + "".join(_CODES[kind] for kind in kinds))
        self._pack = fixed.pack
        self._unpack = fixed.unpack_from
        self._size = fixed.size
        self._texts = tuple(index for index, kind in enumerate(kinds) if kind in _TEXTS)
        # Whether the one text comes first, as a path does: nearly every operation that has any.
        self._begins = self._texts == (0,)
        self._flags = tuple(index for index, kind in enumerate(kinds) if kind == "bool")
        self.takes_bytes = "bytes" in kinds

    def pack(self, arguments: Sequence[Any]) -> bytes:
        """Return the arguments, without bytes, as they follow the head.

        They have the exact types of their kinds. Raises struct.error for a number beyond 64 bits, UnicodeEncodeError.
        """
        if not self._texts:
            return self._pack(*arguments)
        if self._begins:
            first, *others = arguments
            text = _encode(first)
            return self._pack(len(text), *others) + text
        values = list(arguments)
        texts = b""
        for index in self._texts:
            text = _encode(values[index])
            values[index] = len(text)
            texts += text
        return self._pack(*values) + texts

    def unpack(self, header: bytes, at: int) -> list[Any]:
        """Return the arguments that begin at `at` in `header`, and fill it exactly. Raises RemoteProtocolError."""
        try:
            values = list(self._unpack(header, at))
            at += self._size
            for index in self._flags:
                values[index] = _FLAGS[values[index]]
            if self._begins:
                # The one text is all that is left.
                at += values[0]
                values[0] = str(header[at - values[0] :], "utf-8")
            else:
                for index in self._texts:
                    end = at + values[index]
                    values[index] = str(header[at:end], "utf-8")
                    at = end
        except (StructError, IndexError, UnicodeDecodeError):
            raise RemoteProtocolError("the arguments of an operation are malformed") from None
        if at != len(header):
            raise RemoteProtocolError("the arguments of an operation are cut short, or more than it takes")
        return values


def pack_fields(fields: list[Any]) -> tuple[int, bytes]:
    """Return how many numbers a reply's fields are, and these packed; -1 and JSON where they are anything else."""
    count = len(fields)
    if not count:
        return 0, b""
    # Invariant: exact integers. A flag would pack as a number, and arrive as one.
    if (type(fields[0]) is int) if count == 1 else (count <= MAX_NUMBERS and {*map(type, fields)} == _ONLY_NUMBERS):
        try:
            return count, _NUMBERS[count].pack(*fields)
        except StructError:
            pass  # an inode number of more than 63 bits
    return -1, encode_header(fields)


def unpack_fields(count: int, packed: bytes) -> list[Any]:
    """Return the fields of a reply. Raises RemoteProtocolError."""
    if count < 0:
        return decode_header(packed)
    try:
        return list(_NUMBERS[count].unpack(packed))
    except (StructError, IndexError):
        raise RemoteProtocolError("the numbers of a reply are malformed") from None
