"""The null device: a file of the worker's own, empty to read and swallowing what is written; no policy is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rexpy.worker.stdlib.buffers import TRUSTED_RAW
from rexpy.worker.stdlib.files import WireFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Not: the host's device. It is no regular file, and tells and does nothing that is not here.


class NullFile(WireFile):
    """A file that is empty, and stays so."""

    __slots__ = ()

    def __init__(self, name: str, mode: str, *, readable: bool, writable: bool) -> None:
        super().__init__(-1, name, mode, readable=readable, writable=writable, whole=True)

    def write(self, buffer: ReadableBuffer) -> int:
        self._check_writable()
        return memoryview(buffer).nbytes

    def pwrite(self, buffer: ReadableBuffer, offset: int) -> int:
        return self.write(buffer)

    def truncate(self, size: int | None = None) -> int:
        self._check_writable()
        return 0

    def sync(self) -> None:
        self._check()

    def tell(self) -> int:
        self._check()
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self._check()
        return 0


TRUSTED_RAW.add(NullFile)
