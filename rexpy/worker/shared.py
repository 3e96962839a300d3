"""The memory shared with the broker, as the worker sees it: mapped first of all, for later it cannot be."""

import mmap

from rexpy.wire.limits import MAX_BLOB as SIZE
from rexpy.wire.limits import SHARED_SIZE


class Shared:
    """Holds the mapping for the life of the process."""

    view: memoryview | None = None
    apart: memoryview = memoryview(b"\0")
    """One byte: whether this worker has a processor of its own, as the broker says at this moment."""


def adopt(descriptor: int) -> None:
    """Map the memory behind `descriptor`, where there is any; the descriptor stays the caller's to close."""
    try:
        whole = memoryview(mmap.mmap(descriptor, SHARED_SIZE))
    except OSError:
        return
    Shared.view, Shared.apart = whole[:SIZE], whole[SIZE:]
