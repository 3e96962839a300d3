"""`open()`: CPython's modes and errors over the wire.

`'w'` replaces the file as a whole when it is closed: until then nobody sees a byte of it.
`'x'`, `'a'`, `'r+'` and `'w+'` work in place.
"""

from __future__ import annotations

import errno
import os
from _weakref import ref
from typing import Any, Final

from rexpy.worker.stdlib.buffers import (
    BUFFER,
    BufferedRandom,
    BufferedReader,
    BufferedWriter,
    TextIOWrapper,
    TextWriter,
    loaded_text,
)
from rexpy.worker.stdlib.files import WireFile
from rexpy.worker.stdlib.paths import canonical, exact_text, with_filename
from rexpy.worker.stdlib.state import WORKER
from rexpy.worker.stdlib.views import DescriptorView, bad_descriptor

_UTF_8: Final = frozenset((None, "utf-8", "UTF-8", "utf8"))

LARGE_BUFFER: Final = 1 << 16
"""A divisor of `files.MAX_TRANSFER`, so that reads of that size pass the buffer by; fewer round trips for
small writes.
"""

CREATE_MODE: Final = 0o666
"""The permissions that open() asks for, before the umask."""

_MODE_LETTERS: Final = frozenset("rwxabt+")

NULL_DEVICE: Final = "/dev/null"
"""What the worker serves by itself (`nothing.py`)."""


def open(
    file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, errors: str | None = None,
    newline: str | None = None, closefd: bool = True, opener: Any = None,
) -> Any:  # fmt: skip
    """Open *file* as CPython's `open` does; an integer is a descriptor that the script got from `os.open`."""
    if (
        mode == "r"
        and type(file) is str
        and buffering == -1
        and (encoding is None or type(encoding) is str)
        and errors is None
        and newline is None
        and opener is None
        and closefd
        and file != NULL_DEVICE
    ):
        # Not: the general way; a small text file read in one round trip is what scripts do most.
        handle, head, place = _loaded(file)
        if handle < 0 and encoding in _UTF_8:
            return loaded_text(file, place, head, encoding or "utf-8")
        raw = WireFile(handle, file, "rb", head=head, whole=handle < 0, place=place)
        text = TextIOWrapper(BufferedReader(raw, BUFFER if raw._whole else LARGE_BUFFER), encoding)
        text.mode = "r"
        return text
    return _open(file, mode, buffering, encoding, errors, newline, closefd, opener)


def load(given: str, mode: str) -> WireFile:
    """Return the raw file of the path *given*, its first 64 KiB already here; where that is all, nothing is held."""
    handle, head, place = _loaded(given)
    return WireFile(handle, given, mode, head=head, whole=handle < 0, place=place)


def _loaded(given: str) -> tuple[int, bytes, str]:
    """Return the handle, -1 where the file came whole; its first 64 KiB; where to open it again, "" where nowhere."""
    path = canonical(given)
    try:
        if given[-1] == "/":
            _refuse_slash(path, given)
        handle, head = WORKER.ask("fs.load", path)
    except OSError as error:
        if WORKER.redacted and (text := _redacted(path, error)) is not None:
            return -1, text, ""
        raise with_filename(error, given) from None
    return handle, head, path


def open_to_read(given: str, mode: str) -> WireFile:
    """Return the raw file of the path *given*, its first 64 KiB already here."""
    path = canonical(given)
    try:
        if given[-1] == "/":
            _refuse_slash(path, given)
        handle, whole, head = WORKER.ask("fs.open_read", path)
    except OSError as error:
        if WORKER.redacted and (text := _redacted(path, error)) is not None:
            return WireFile(-1, given, mode, head=text, whole=True)
        raise with_filename(error, given) from None
    return WireFile(handle, given, mode, head=head, whole=whole)


def _redacted(path: str, error: OSError) -> bytes | None:
    """Return the whole text of a file that may be read redacted only, None where *error* was about something else.

    It is held here, within the script's own memory: the broker passes lines on and keeps none.
    """
    denial = getattr(error, "denial", None)
    if denial is None or denial.action != 'file_system::Action::"read"':
        return None
    try:
        handle, text = WORKER.ask("fs.load_redacted", path)
    except PermissionError:
        return None
    pieces = [text]
    while handle >= 0:
        handle, text = WORKER.ask("fs.more_redacted", handle)
        pieces.append(text)
    return b"".join(pieces)


def _refuse_slash(path: str, given: str) -> None:
    directory = WORKER.ask("fs.stat", path, True)[0] & 0o170000 == 0o040000
    code = errno.EISDIR if directory else errno.ENOTDIR
    raise OSError(code, os.strerror(code), given)


def _open(
    file: Any, mode: str, buffering: int, encoding: str | None, errors: str | None, newline: str | None,
    closefd: bool, opener: Any,
) -> Any:  # fmt: skip
    if type(file) is not int:
        file = exact_text(file) if not isinstance(file, int) else int(file)
    letters = _check_mode(mode, encoding, errors, newline)
    binary, text = "b" in letters, "b" not in letters
    if not isinstance(buffering, int):
        raise TypeError(f"'{type(buffering).__name__}' object cannot be interpreted as an integer")
    if buffering == 0 and text:
        raise ValueError("can't have unbuffered text I/O")
    if buffering == 1 and binary:
        import warnings

        warnings.warn(
            "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
            RuntimeWarning,
            stacklevel=3,
        )
        buffering = -1
    raw = _raw(file, letters, closefd, opener)
    result: Any = raw
    try:
        if buffering != 0:
            result = _layers(raw, letters, buffering, encoding, errors, newline)
            if text:
                result.mode = mode
    except BaseException:
        raw.discard()
        raw.close()
        raise
    if isinstance(raw, WireFile) and raw._writable and raw._handle >= 0:
        WORKER.writers[raw._handle] = ref(result)
    return result


def _layers(
    raw: WireFile | DescriptorView, letters: frozenset[str], buffering: int, encoding: str | None,
    errors: str | None, newline: str | None,
) -> Any:  # fmt: skip
    size = buffering if buffering > 1 else LARGE_BUFFER
    buffer: Any
    if "+" in letters:
        buffer = BufferedRandom(raw, size)
    elif "r" in letters:
        buffer = BufferedReader(raw, size)
    else:
        buffer = BufferedWriter(raw, size)
    if "b" in letters:
        return buffer
    layer = TextIOWrapper if "r" in letters and "+" not in letters else TextWriter
    return layer(buffer, encoding, errors, newline, buffering == 1)


def _check_mode(mode: object, encoding: object, errors: object, newline: object) -> frozenset[str]:
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"open() argument '{name}' must be str or None, not {type(value).__name__}")
    mode = str.__str__(mode)
    letters = frozenset(mode)
    if letters - _MODE_LETTERS or len(mode) > len(letters):
        raise ValueError(f"invalid mode: {mode!r}")
    if "t" in letters and "b" in letters:
        raise ValueError("can't have text and binary mode at once")
    if len(letters & frozenset("rwxa")) != 1:
        some = "must have exactly one of create/read/write/append mode"
        raise ValueError(some if letters & frozenset("rwxa") else f"M{some[1:]} and at most one plus")
    if "b" in letters:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                article = "an" if name[0] == "e" else "a"
                raise ValueError(f"binary mode doesn't take {article} {name} argument")
    return letters


def _raw(file: str | int, letters: frozenset[str], closefd: bool, opener: Any) -> WireFile | DescriptorView:
    kind = next(iter(letters & frozenset("rwxa")))
    mode = {"r": "rb", "w": "wb", "x": "xb", "a": "ab"}[kind] + ("+" if "+" in letters else "")
    mode = "rb+" if mode == "wb+" else mode
    if isinstance(file, str) and opener is not None:
        return _opened(file, opener, kind, mode, "+" in letters)
    if isinstance(file, int):
        if file < 0:
            raise ValueError("negative file descriptor")
        return _view(file, mode, letters, closefd)
    if not closefd:
        raise ValueError("Cannot use closefd=False with file name")
    if file == NULL_DEVICE:
        from rexpy.worker.stdlib.nothing import NullFile

        return NullFile(file, mode, readable=kind == "r" or "+" in letters, writable=kind != "r" or "+" in letters)
    if mode == "rb":
        return load(file, mode)
    path = canonical(file)
    permissions = CREATE_MODE & ~WORKER.umask
    try:
        if file[-1] == "/":
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        # Not: 'x' so as well. Who makes a file that must not be there yet wants others to see it from then on.
        if "+" not in letters and kind == "w":
            handle = WORKER.ask("fs.open_replace", path, permissions)[0]
            return WireFile(handle, file, mode, readable=False, writable=True, commit=True)
        operation = "fs.open_update" if "+" in letters else "fs.open_write"
        handle, size = WORKER.ask(operation, path, kind != "r", kind == "x", kind == "w", kind == "a", permissions)
    except OSError as error:
        raise with_filename(error, file) from None
    return WireFile(
        handle, file, mode, readable="+" in letters, writable=True, append=kind == "a",
        position=size if kind == "a" else 0,
    )  # fmt: skip


def _opened(file: str, opener: Any, kind: str, mode: str, update: bool) -> DescriptorView:
    flags = {
        "r": 0,
        "w": os.O_CREAT | os.O_TRUNC,
        "x": os.O_CREAT | os.O_EXCL,
        "a": os.O_CREAT | os.O_APPEND,
    }[kind]
    access = os.O_RDWR if update else os.O_RDONLY if kind == "r" else os.O_WRONLY
    number = opener(file, flags | access | os.O_CLOEXEC)
    if type(number) is not int:
        raise TypeError("expected integer from opener")
    if number < 0:
        raise ValueError(f"opener returned {number}")
    view = _view(number, mode, frozenset(kind + "+" * update), True)
    view.name = file  # type: ignore[assignment]
    return view


def _view(number: int, mode: str, letters: frozenset[str], closefd: bool) -> DescriptorView:
    target = WORKER.descriptors.get(number)
    if target is None:
        raise bad_descriptor()
    view = DescriptorView(target, number, mode, closefd=bool(closefd))
    if "a" in letters:
        view.seek(0, 2)
    return view
