"""What every open file of a script is, whatever is done with it: its handle, its descriptor number, its end."""

from __future__ import annotations

import _io
import io
from typing import TYPE_CHECKING, Any, Final, cast

from rexpy.worker.stdlib.state import WORKER

if TYPE_CHECKING:
    from rexpy.worker.stdlib.files import WireFile

_close_base = io.RawIOBase.close
ENDS_TOLD: Final = 2
"""How often the end of a file that came whole is told without asking: a loop over lines sees it twice."""

# Invariant: the values of `disposition`, what closing does besides.
NOTHING, DISCARD, COMMIT = 0, 1, 2


class CountedRaw(io.RawIOBase):
    """Reads through `readinto` and believes no more of its count than there is room.

    # Threat: the interpreter's own `read` and `readall` copy as many bytes as a script's `readinto` says, from wherever
    # those are. This class stands between them and the classes that a script can get from a file, and is named nowhere.
    """

    __slots__ = ()

    def read(self, size: int | None = -1, /) -> bytes | None:
        if size is None or size < 0:
            return self.readall()
        content = bytearray(size)
        count = self.readinto(content)
        return None if count is None else bytes(content[:count])

    def readall(self) -> bytes:
        parts = []
        while content := self.read(io.DEFAULT_BUFFER_SIZE):
            parts.append(bytes(content))
        return b"".join(parts)


class RawFile(CountedRaw):
    """One open file of the broker: its handle, a position, and what was read ahead.

    Guarantees: a file that opens with its whole content in the reply is read without another question; a file
    opened to be replaced is published by `close` only if every write succeeded.
    """

    __slots__ = (
        "_append", "_at", "_descriptor", "_disposition", "_handle", "_head", "_place", "_position",
        "_readable", "_references",
        "_whole", "_writable", "mode", "name",
    )  # fmt: skip

    name: str | int
    mode: str

    def __init__(
        self, handle: int, name: str | int, mode: str, *, readable: bool = True, writable: bool = False,
        append: bool = False, commit: bool = False, head: bytes = b"", whole: bool = False, position: int = 0,
        place: str = "",
    ) -> None:  # fmt: skip
        self._handle = handle
        self._position = position
        self._head = head
        self._at = 0
        self._whole = ENDS_TOLD if whole else 0
        self._readable = readable
        self._writable = writable
        self._append = append
        self._disposition = COMMIT if commit else NOTHING
        self._descriptor = -1
        self._references = 1
        # Where the file is, as long as the broker holds none: then `_handle` is -1.
        self._place = place
        self.name = name
        self.mode = mode

    def __repr__(self) -> str:
        state = "[closed]" if self.closed else f"name={self.name!r} mode={self.mode!r} closefd=True"
        return f"<_io.FileIO {state}>"

    def __reduce_ex__(self, _protocol: object) -> Any:
        raise TypeError("cannot pickle '_io.FileIO' object")

    def _check(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _check_readable(self) -> None:
        self._check()
        if not self._readable:
            raise _io.UnsupportedOperation("File not open for reading")

    def _check_writable(self) -> None:
        """Raise unless the file is open to be written, and forget what was read ahead."""
        self._check()
        if not self._writable:
            raise _io.UnsupportedOperation("File not open for writing")
        self._head, self._whole = b"", 0

    def readable(self) -> bool:
        self._check()
        return self._readable

    def writable(self) -> bool:
        self._check()
        return self._writable

    def seekable(self) -> bool:
        self._check()
        return True

    def isatty(self) -> bool:
        self._check()
        return False

    def fileno(self) -> int:
        """Return a number of the worker's own, made on the first call; `os.read` and the like take it."""
        self._check()
        if self._descriptor < 0:
            self._descriptor = WORKER.new_descriptor(cast("WireFile", self))
        return self._descriptor

    @property
    def closefd(self) -> bool:
        return True

    # --- the end

    def discard(self) -> None:
        """Make closing throw away what was written to a replacement; the file stays what it was."""
        if self._disposition == COMMIT:
            self._disposition = DISCARD

    def duplicate(self) -> int:
        """Return another descriptor number for this same open file."""
        self._check()
        self._references += 1
        return WORKER.new_descriptor(cast("WireFile", self))

    def release(self) -> None:
        """Give up one descriptor's claim; the last one closes."""
        self._references -= 1
        if self._references <= 0:
            self.close()

    def close(self) -> None:
        if self.closed:
            return
        try:
            WORKER.writers.pop(self._handle, None)
            if self._descriptor >= 0 and WORKER.descriptors.get(self._descriptor) is self:
                del WORKER.descriptors[self._descriptor]
            if self._disposition == COMMIT and not WORKER.abandoned:
                WORKER.ask("fs.commit", self._handle)
            elif self._handle >= 0:
                WORKER.cast("fs.close", self._handle)
        finally:
            _close_base(self)
