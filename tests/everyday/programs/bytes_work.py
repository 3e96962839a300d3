import struct, binascii, base64, hashlib
data = struct.pack(">IHB", 0xDEADBEEF, 513, 7)
print(data.hex(" "), struct.unpack(">IHB", data), binascii.hexlify(data), base64.b64encode(data).decode())
print(hashlib.sha256(data).hexdigest(), hashlib.new("sha1", data).hexdigest(), hashlib.blake2b(data, digest_size=8).hexdigest())
with open("b.bin", "wb") as f:
    f.write(data)
    f.write(bytes(range(5)))
with open("b.bin", "rb") as f:
    f.seek(-3, 2)
    print(f.read(), f.tell())
b = bytearray(b"hello")
b[0] = ord("J")
b += b"!"
print(b, b.decode(), memoryview(b)[1:3].tobytes(), int.from_bytes(b[:2], "little"), (1000).to_bytes(2, "big"))
with open("b.bin", "r+b") as f:
    f.seek(2)
    f.write(b"ZZ")
print(open("b.bin", "rb").read())
