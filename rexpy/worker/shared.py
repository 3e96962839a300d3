"""The memory shared with the broker, as the worker sees it: mapped first of all, for later it cannot be."""

import mmap

from rexpy.wire.limits import MAX_BLOB as SIZE


class Shared:
    """Holds the mapping for the life of the process."""

    view: memoryview | None = None


def adopt(descriptor: int) -> None:
    """Map the memory behind `descriptor`, where there is any; the descriptor stays the caller's to close."""
    try:
        Shared.view = memoryview(mmap.mmap(descriptor, SIZE))
    except OSError:
        Shared.view = None
