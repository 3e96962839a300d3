"""Memory that broker and worker share: what a large read returns is put there, and crosses no socket.

Behind that is a flag: whether the worker has a processor of its own.

Invariant: the broker only writes to it, and never reads it. A hostile worker can change it at any moment, and changes
nothing but what it gets to see. Its size is sealed, so that a worker cannot make the broker fault by shrinking it.
"""

import fcntl
import mmap
import os

from rexpy.wire.limits import MAX_BLOB as SIZE
from rexpy.wire.limits import SHARED_SIZE

_ADD_SEALS = 1033
_SEALS = 0x0001 | 0x0002 | 0x0004
"""F_ADD_SEALS; F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW (linux/fcntl.h)."""


def create() -> int:
    """Return a descriptor of new shared memory, or -1 where the system has none such; bytes then cross the wire."""
    try:
        fd = os.memfd_create("rexpy", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except (AttributeError, OSError):
        return -1
    try:
        os.ftruncate(fd, SHARED_SIZE)
        fcntl.fcntl(fd, _ADD_SEALS, _SEALS)
    except OSError:
        os.close(fd)
        return -1
    return fd


class Buffer:
    """Where an operation puts up to `SIZE` bytes that go to the worker: shared memory, or the broker's own."""

    __slots__ = ("_map", "shared", "view")

    def __init__(self, fd: int = -1) -> None:
        """Map the shared memory behind `fd`, which is closed; -1 makes a buffer of the broker's own."""
        self._map: mmap.mmap | None = None
        if fd >= 0:
            try:
                self._map = mmap.mmap(fd, SHARED_SIZE)
            finally:
                os.close(fd)
        self.shared = self._map is not None
        self.view = memoryview(self._map)[:SIZE] if self._map is not None else memoryview(bytearray(SIZE))

    def say_apart(self, apart: bool) -> None:
        """Tell the worker whether it has a processor of its own; nothing where no memory is shared."""
        if self._map is not None:
            self._map[SIZE] = apart

    def close(self) -> None:
        """Unmap it; whoever still holds a piece of it keeps it alive."""
        self.view.release()
        if self._map is not None:
            try:
                self._map.close()
            except BufferError:
                pass
            self._map = None
