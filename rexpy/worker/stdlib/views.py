"""A second raw file over a descriptor that the script opened itself: what `os.fdopen` makes."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from typing import Any

from rexpy.worker.stdlib.files import WireFile
from rexpy.worker.stdlib.raw import CountedRaw
from rexpy.worker.stdlib.state import WORKER

_close_base = io.RawIOBase.close


def bad_descriptor() -> OSError:
    """Return the error of a number that stands for no open file."""
    return OSError(errno.EBADF, os.strerror(errno.EBADF))


class DescriptorView(CountedRaw):
    """A raw file over a descriptor number that the script opened itself, as `os.fdopen` makes."""

    __slots__ = ("_closefd", "_file", "_number", "mode", "name")

    def __init__(self, file: WireFile, number: int, mode: str, *, closefd: bool) -> None:
        self._file = file
        self._number = number
        self._closefd = closefd
        self.name: int = number
        self.mode = mode

    def __repr__(self) -> str:
        return f"<_io.FileIO name={self.name} mode={self.mode!r} closefd={self._closefd}>"

    @property
    def closefd(self) -> bool:
        return self._closefd

    def _on(self) -> WireFile:
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._file

    def discard(self) -> None:
        """Make closing throw away what was written to a replacement."""
        self._on().discard()

    def fileno(self) -> int:
        self._on()
        return self._number

    def close(self) -> None:
        if self.closed:
            return
        try:
            if self._closefd:
                if WORKER.descriptors.pop(self._number, None) is not self._file:
                    raise bad_descriptor()
                self._file.release()
        finally:
            _close_base(self)


def _delegate(name: str) -> Callable[..., Any]:
    method = getattr(WireFile, name)

    def call(self: DescriptorView, *args: Any) -> Any:
        return method(self._on(), *args)

    call.__name__ = call.__qualname__ = name
    return call


for _name in (
    "readable", "writable", "seekable", "isatty", "readinto", "read", "readall", "write", "truncate",
    "seek", "tell",
):  # fmt: skip
    setattr(DescriptorView, _name, _delegate(_name))
