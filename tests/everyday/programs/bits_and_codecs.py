"""Binary formats: struct records, varints, run-length, base encodings, CRCs, byte order, codecs by name."""
import array
import base64
import binascii
import codecs
import io
import quopri
import struct
import zlib
from collections import namedtuple
from itertools import groupby

Header = namedtuple("Header", "magic version flags count")
FMT = struct.Struct(">4sHHI")


def varint(n):
    out = bytearray()
    while True:
        b, n = n & 0x7F, n >> 7
        out.append(b | (0x80 if n else 0))
        if not n:
            return bytes(out)


def unvarint(stream):
    shift = result = 0
    while byte := stream.read(1):
        result |= (byte[0] & 0x7F) << shift
        if not byte[0] & 0x80:
            return result
        shift += 7
    raise EOFError("truncated varint")


buf = io.BytesIO()
records = [("alpha", 1.5), ("β", -2.25), ("", 0.0)]
buf.write(FMT.pack(b"RXPY", 2, 0b101, len(records)))
for name, value in records:
    raw = name.encode()
    buf.write(varint(len(raw)) + raw + struct.pack("<d", value))
payload = buf.getvalue()
print(len(payload), payload[:12].hex(" ", 2), f"{binascii.crc32(payload):08x}", zlib.adler32(payload))
buf.seek(0)
head = Header._make(FMT.unpack(buf.read(FMT.size)))
print(head, [n for n, bit in zip("abc", (1, 2, 4)) if head.flags & bit])
for _ in range(head.count):
    print(repr(buf.read(unvarint(buf)).decode()), *struct.unpack("<d", buf.read(8)))
try:
    unvarint(io.BytesIO(b"\x80"))
except EOFError as e:
    print(e)
print([unvarint(io.BytesIO(varint(n))) for n in (0, 127, 128, 300, 2**40)])
print("".join(f"{len(list(g))}{k}" for k, g in groupby("aaabccdd")))
data = bytes(range(0, 250, 25))
for enc in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode, base64.b85encode, binascii.hexlify):
    print(enc.__name__, enc(data).decode())
print(base64.b64decode("aGk", validate=False) if False else base64.b64decode("aGk="), quopri.encodestring("naïve=".encode()).decode())
for name in ("utf-16-le", "latin-1", "cp1252", "koi8-r", "iso8859-2", "cp866", "mac_roman", "utf-7", "ascii", "no-such"):
    try:
        print(name, "Ünï€".encode(name, "replace"), codecs.lookup(name).name)
    except LookupError as e:
        print(name, e)
print("é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"), b"\xff\xfea\x00".decode("utf-16"), codecs.encode("Hello", "rot13"))
try:
    b"\xff".decode("utf-8")
except UnicodeDecodeError as e:
    print(e.encoding, e.start, e.reason)
try:
    "x".encode("no-such-codec")
except LookupError as e:
    print(e)
a = array.array("H", [1, 2, 65535])
a.byteswap()
print(a.tobytes(), a.itemsize, memoryview(a).cast("B")[1], int.from_bytes(b"\x01\x00", "little"), (1000).to_bytes(2, "big"))
mv = memoryview(bytearray(b"abcdef"))
mv[1:3] = b"XY"
print(bytes(mv), mv.nbytes, bytes.fromhex("de ad be ef"), bytearray(b"a,b").split(b","), b"%d-%s" % (5, b"x"))
