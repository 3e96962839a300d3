"""Encodings, newlines, seeking and iteration of text and binary files, small and large."""
# ruff: noqa: SIM115

with open("t", "w", newline="\r\n", encoding="utf-8") as f:
    print(f.write("é\nü\n"), f.tell())
print(open("t", "rb").read(), repr(open("t", newline="").read()), open("t").readlines())
for encoding in ("latin-1", "utf-16", "utf-8-sig", "cp1252", "ascii", "utf-32-le"):
    try:
        with open("e", "w", encoding=encoding) as f:
            f.write("aé€"[: 2 if encoding == "latin-1" else 3])
    except UnicodeEncodeError as error:
        print(encoding, error)
    print(encoding, open("e", "rb").read())
with open("bad", "wb") as f:
    f.write(b"a\xff\xfeb")
for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
    try:
        print(errors, ascii(open("bad", encoding="utf-8", errors=errors).read()))
    except UnicodeDecodeError as error:
        print(errors, error)

LINES = 30_000
with open("big", "w") as f:
    for number in range(LINES):
        f.write(f"line {number} " + "x" * (number % 50) + "\n")
with open("big") as f:
    total = count = 0
    for line in f:
        count += 1
        total += len(line)
print(count, total)
with open("big") as f:
    print(f.readline(), end="")
    at = f.tell()
    rest = f.read()
    f.seek(at)
    print(f.read() == rest, at, len(rest), f.read())
with open("big", "rb") as f:
    f.seek(-20, 2)
    print(f.tell(), f.read())
    f.seek(100_000)
    print(f.read(10), f.peek(3)[:3], f.read1(5), f.tell(), f.readinto(bytearray(4)))
    f.seek(5, 1)
    print(f.tell(), f.readline())
    pieces = []
    f.seek(0)
    while piece := f.read(65_537):
        pieces.append(len(piece))
    print(pieces)
with open("big", "rb", buffering=0) as f:
    print(len(f.read(70_000)), len(f.readall()), f.read(1), f.seek(0), f.readinto(bytearray(3)))
with open("big", "r+b") as f:
    f.seek(200_000)
    f.write(b"CHANGED")
    f.seek(199_998)
    print(f.read(12), f.truncate(200_010), f.seek(0, 2))
with open("big", "a") as f:
    f.write("end")
    print(f.tell())
with open("big", "rb") as f:
    print(f.read()[-8:])
for whence, offset in ((0, -1), (1, -(10**9)), (9, 0)):
    with open("big", "rb", buffering=0) as f:
        try:
            f.seek(offset, whence)
        except (OSError, ValueError) as error:
            print(whence, type(error).__name__, error.args[0])
with open("w+", "w+") as f:
    f.write("abc\ndef\n")
    f.seek(0)
    print(f.read(), f.truncate(4), f.seek(0), f.read())
with open("lines", "w") as f:
    f.writelines(["a\n", "b\n"])
    print("c", "d", sep="-", file=f)
print(list(open("lines")), open("lines").read(1), next(open("lines")))
with open("empty", "w"):
    pass
print(repr(open("empty").read()), open("empty", "rb").read(), list(open("empty")))
