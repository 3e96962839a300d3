"""Every mode of open(), what it does to the file, and what it says when it cannot."""
# ruff: noqa: B023, C408, SIM115

import io

MODES = [
    "r",
    "rb",
    "w",
    "wb",
    "a",
    "ab",
    "x",
    "xb",
    "r+",
    "rb+",
    "r+b",
    "w+",
    "wb+",
    "a+",
    "ab+",
    "x+",
    "rt",
    "wt",
    "q",
    "rw",
    "",
    "+",
    "b",
    "rbt",
    "r++",
    "U",
    "w+x",
    "br",
    "b+r",
]


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for mode in MODES:
    for name in ("there", "missing"):
        with open("there", "w") as file:
            file.write("one\ntwo\n")
        try:
            import os

            os.unlink("missing")
        except FileNotFoundError:
            pass

        def use():
            with open(name, mode) as file:
                facts = [file.readable(), file.writable(), file.seekable(), file.mode, file.name, file.tell()]
                facts.append(attempt(lambda: file.read()))
                facts.append(attempt(lambda: file.write(b"new" if "b" in mode else "new")))
                facts.append(attempt(lambda: file.tell()))
                return facts

        print(repr(mode), name, attempt(use), attempt(lambda: open(name, "rb").read()))

for arguments in (
    dict(mode="rb", encoding="utf-8"),
    dict(mode="rb", newline=""),
    dict(mode="rb", errors="strict"),
    dict(buffering=0),
    dict(mode="r", newline="x"),
    dict(encoding="no-such"),
    dict(mode=3),
    dict(errors="no-such"),
    dict(closefd=False),
    dict(buffering="x"),
    dict(encoding=3),
):
    print(arguments, attempt(lambda: open("there", **arguments).read()))

for path in ("nope/there", "there/x", "", "x\0y", None, 3.5, ["a"], b"there", "there/", ".", "./", "new/"):
    for mode in ("r", "w"):
        if path in (b"there",) and mode == "w":
            continue
        print(repr(path), mode, attempt(lambda: open(path, mode).read()))

for cls in (
    io.TextIOWrapper,
    io.BufferedReader,
    io.BufferedWriter,
    io.BufferedRandom,
    io.RawIOBase,
    io.IOBase,
    io.TextIOBase,
    io.BufferedIOBase,
):
    row = []
    for mode in ("r", "rb", "ab", "rb+"):
        with open("there", mode) as file:
            row.append(isinstance(file, cls))
    with open("there", "rb", buffering=0) as file:
        row.append(isinstance(file, cls))
    print(cls.__name__, row)
f = open("there")
f.close()
f.close()
print(f.closed, attempt(f.read), attempt(lambda: f.tell()), attempt(lambda: open(99)), attempt(lambda: open(-1)))
