"""A small file that is opened as text: whatever is done with it first, it is the file that CPython makes."""
# ruff: noqa: SIM115

import copy
import csv
import io
import os

CONTENTS = {
    "lines": b"one\ntwo\nthree",
    "empty": b"",
    "returns": b"one\r\ntwo\rthree\n",
    "accents": "ä\u20ac\U0001f600\n".encode(),
    "broken": b"good\nb\xffad\n",
    "cut": "end ä".encode()[:-1],
    "mark": b"\xef\xbb\xbfmarked\n",
    "nul": b"a\0b\x1a\n",
}
FIRST = {
    "fresh": lambda file: None,
    "read": lambda file: file.read(),
    "read twice": lambda file: (file.read(), file.read()),
    "a line": lambda file: file.readline(),
    "closed": lambda file: file.close(),
    "read and closed": lambda file: (file.read(), file.close()),
    "left": lambda file: file.__exit__(None, None, None),
    "entered": lambda file: file.__enter__(),
}
THEN = {
    "read": lambda file: file.read(),
    "read -1": lambda file: file.read(-1),
    "read None": lambda file: file.read(None),
    "read 2": lambda file: (file.read(2), file.read(True), file.read(0), file.read()),
    "read ''": lambda file: file.read(""),
    "read size=": lambda file: file.read(size=-1),
    "read 1 2": lambda file: file.read(1, 2),
    "readline": lambda file: (file.readline(), file.readline(2)),
    "readlines": lambda file: (file.readlines(), file.readlines()),
    "list": lambda file: (list(file), list(file)),
    "next": lambda file: (next(file), next(file, "nothing")),
    "iter": lambda file: iter(file) is file,
    "seek": lambda file: (file.seek(0), file.read()),
    "seek end": lambda file: (file.seek(0, 2), file.read(), file.tell()),
    "seek 1": lambda file: file.seek(1, 1),
    "tell": lambda file: (file.tell(), file.read(), file.tell()),
    "telling": lambda file: (file.readline(), file.tell(), file.seek(file.tell()), file.read()),
    "write": lambda file: file.write("x"),
    "writelines": lambda file: file.writelines(["x"]),
    "truncate": lambda file: file.truncate(),
    "flush": lambda file: file.flush(),
    "close": lambda file: (file.close(), file.closed, file.close()),
    "closed": lambda file: file.closed,
    "name": lambda file: (file.name, file.mode, file.encoding, file.errors, file.newlines),
    "newlines": lambda file: (file.read(), file.newlines),
    "flags": lambda file: (file.readable(), file.writable(), file.seekable(), file.isatty()),
    "buffering": lambda file: (file.line_buffering, file.write_through),
    "fileno": lambda file: file.fileno() > 2,
    "fstat": lambda file: os.fstat(file.fileno()).st_size,
    "repr": lambda file: repr(file),
    "buffer": lambda file: (repr(file.buffer), file.buffer.closed, file.buffer.tell(), file.buffer.read(3)),
    "buffer twice": lambda file: file.buffer is file.buffer,
    "raw": lambda file: (file.buffer.raw.name, file.buffer.raw.closed),
    "detach": lambda file: (file.detach().read(), attempt(file.read)),
    "reconfigure": lambda file: (file.reconfigure(errors="replace"), file.read()),
    "with": lambda file: with_statement(file),
    "csv": lambda file: list(csv.reader(file)),
    "copy": lambda file: copied(file),
    "bool": lambda file: (bool(file), file == file, file in {file}),
    "kinds": lambda file: (isinstance(file, io.TextIOWrapper), isinstance(file, io.IOBase), str(type(file))),
    "kept": lambda file: kept(file),
    "again": lambda file: type(file)(io.BytesIO(b"another\n")).read(),
    "foreign": lambda file: hasattr(file, "foreign"),
    "errors set": lambda file: set_attribute(file),
    "dir": lambda file: [name for name in dir(file) if name[0] != "_"],
}


def attempt(what, *arguments):
    try:
        return what(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def is_closed(file):
    return file.closed


def with_statement(file):
    with file as entered:
        return entered is file, entered.read(), entered.closed


def copied(file):
    # The message names the class with its module where the class is C's.
    try:
        copy.copy(file)
    except TypeError:
        return "refused"


def kept(file):
    read, line = file.read, file.readline
    return line(), read(), line(), file.close(), attempt(read)


def set_attribute(file):
    file.errors = "replace"
    return file.errors


for name, content in CONTENTS.items():
    with open(name, "wb") as file:
        file.write(content)
    for first, begin in FIRST.items():
        for then, go_on in THEN.items():
            for encoding in (None, "utf-8", "UTF-8"):
                if encoding and then not in ("name", "read", "repr"):
                    continue
                file = open(name, encoding=encoding)
                print(name, first, then, attempt(begin, file), attempt(go_on, file), attempt(is_closed, file))
                attempt(file.close)
