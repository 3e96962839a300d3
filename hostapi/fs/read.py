"""fs.read"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted, OpenFile, Room
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked import files

MAX_COUNT = 1024 * 1024
"""One message's worth (`rexpy.wire.limits.MAX_BLOB`)."""

SMALL = 16 * 1024
"""Up to here the bytes go along with the reply; more are put into the memory shared with the worker."""


@operation(handle=HandleTarget(read=True), returns="bytes; none at the end of the file", errors=HANDLE)
def read(handle: Granted[OpenFile], offset: int, count: int, room: Room) -> list[object]:
    """Read up to `count` bytes, 1 MiB at most, from `offset`."""
    offset, count = max(offset, 0), min(max(count, 0), MAX_COUNT)
    if count <= SMALL:
        return [files.read_at(handle, offset, count)]
    return [files.read_into(handle, offset, room.view[:count])]
