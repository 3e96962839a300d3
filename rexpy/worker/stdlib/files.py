"""The raw file: bytes at offsets over the wire, under CPython's own buffering and text layers."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any, Final

from rexpy.worker.stdlib.integers import c_long
from rexpy.worker.stdlib.raw import RawFile
from rexpy.worker.stdlib.state import WORKER

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAX_TRANSFER: Final = 1 << 20
"""Bytes of one read or write message: the wire's own bound."""

READ_AHEAD: Final = 1 << 17
"""Least bytes asked for at once: line by line reading asks 8 KiB at a time, a round trip costs as much as
100 KiB.
"""


class WireFile(RawFile):
    """A file that is read and written over the wire, at offsets."""

    __slots__ = ()

    # --- reading

    def _fetch(self, offset: int, count: int) -> bytes:
        if self._whole:
            # Not: asking once more for the end of a file that came whole; a later read does ask, it may
            # have grown.
            self._whole -= 1
            if offset == self._at + len(self._head):
                return b""
        return self._more(offset, count)

    def _more(self, offset: int, count: int) -> bytes:
        if self._handle < 0 and not self._hold():
            return b""
        data: bytes = WORKER.ask("fs.read", self._handle, offset, min(count, MAX_TRANSFER))[0]
        return data

    def _hold(self) -> bool:
        """Have the broker hold a file that came whole; False where another file has its name by now.

        # Not: holding every file from the start. Nearly all are read once, to their end, and closed.
        """
        if not self._place:
            return False  # a text that was shown redacted: there is no more of it, and no file behind it
        handle, _whole, head = WORKER.ask("fs.open_read", self._place)
        if not head.startswith(self._head):
            # What was opened has another name, or none; it has ended where it ended.
            WORKER.cast("fs.close", handle)
            return False
        self._handle = handle
        return True

    def _take(self, count: int) -> bytes:
        """Return *count* bytes from the position on, without moving it; fewer only at the end of the file."""
        start = self._position - self._at
        held = self._head[start : start + count] if 0 <= start < len(self._head) else b""
        if len(held) == count or (held and self._whole):
            return held
        if count - len(held) >= READ_AHEAD or self._writable:
            return self._direct(held, count)
        # What is held ends here, so what is fetched now takes its place.
        position = self._position + len(held)
        data = self._fetch(position, READ_AHEAD)
        if data:
            self._head, self._at = data, position
        return held + data[: count - len(held)]

    def _direct(self, held: bytes, count: int) -> bytes:
        """Return *held* and what follows it up to *count* bytes, keeping nothing back."""
        size = len(held)
        data = self._fetch(self._position + size, count - size)
        if not held and (len(data) == count or len(data) < MAX_TRANSFER):
            return data
        pieces = [held, data]
        size += len(data)
        # Invariant: a regular file answers less than was asked for at its end only.
        while len(data) == MAX_TRANSFER and size < count:
            data = self._fetch(self._position + size, count - size)
            size += len(data)
            pieces.append(data)
        return b"".join(pieces)

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._check_readable()
        view = memoryview(buffer).cast("B")
        count = len(view)
        if (
            count >= READ_AHEAD
            and self._handle >= 0
            and not 0 <= self._position - self._at < len(self._head)
            and not self._whole
        ):
            count = WORKER.ask_into(view, "fs.read", self._handle, self._position, min(count, MAX_TRANSFER))
        else:
            data = self._take(count)
            count = len(data)
            view[:count] = data
        self._position += count
        return count

    def read(self, size: int | None = -1) -> bytes:
        self._check_readable()
        if size is None or size < 0:
            return self.readall()
        data = self._take(c_long(size)) if size else b""
        self._position += len(data)
        return data

    def readall(self) -> bytes:
        self._check_readable()
        if self._whole and not self._position and not self._at:
            # What is read most: a small file, once, from its start to its end.
            self._whole -= 1
            self._position = len(self._head)
            return self._head
        start = self._position - self._at
        data = self._head[start:] if 0 <= start < len(self._head) else b""
        self._position += len(data)
        if self._whole:
            self._whole -= 1
            if self._position == self._at + len(self._head):
                return data
        pieces = [data]
        while True:
            data = self._more(self._position, MAX_TRANSFER)
            if not data:
                return b"".join(pieces)
            self._position += len(data)
            pieces.append(data)

    def pread(self, count: int, offset: int) -> bytes:
        self._check_readable()
        return self._more(c_long(offset), min(c_long(count), MAX_TRANSFER))

    # --- writing

    def _send(self, offset: int, buffer: ReadableBuffer) -> tuple[int, int]:
        """Write what one message takes of *buffer*; return how many bytes that is, and where in the file they end."""
        self._check_writable()
        data = bytes(memoryview(buffer).cast("B")[:MAX_TRANSFER])
        if not data:
            return 0, self._position
        try:
            end: int = WORKER.ask("fs.write", self._handle, offset, data)[0]
        except BaseException:
            # Threat: a full disk, a spent budget; what is half written must not become the file.
            self.discard()
            raise
        return len(data), end

    def write(self, buffer: ReadableBuffer) -> int:
        count, self._position = self._send(-1 if self._append else self._position, buffer)
        return count

    def pwrite(self, buffer: ReadableBuffer, offset: int) -> int:
        return self._send(c_long(offset), buffer)[0]

    def truncate(self, size: int | None = None) -> int:
        self._check_writable()
        size = self._position if size is None else c_long(size)
        WORKER.ask("fs.ftruncate", self._handle, size)
        return size

    def sync(self) -> None:
        self._check()
        WORKER.ask("fs.sync", self._handle)

    # --- position, size

    def status(self) -> list[Any]:
        self._check()
        if self._handle < 0 and not self._hold():
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), self.name)
        return WORKER.ask("fs.fstat", self._handle)

    def _end(self) -> int:
        if self._whole or (self._handle < 0 and not self._place):
            return self._at + len(self._head)
        size: int = self.status()[6]
        return size

    def tell(self) -> int:
        self._check()
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        self._check()
        offset = c_long(offset)
        if whence == 0:
            position = offset
        elif whence == 1:
            position = self._position + offset
        elif whence == 2:
            position = self._end() + offset
        else:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if not 0 <= position < 1 << 63:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        ended = self._position >= self._at + len(self._head) and not self._writable
        if not position and ended and (self._handle >= 0 or self._place):
            # Back to the start after all was read: the file is read anew, as files of /proc are polled.
            self._head, self._whole = b"", 0
        self._position = position
        return position
