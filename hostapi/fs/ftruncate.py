"""fs.ftruncate"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted, OpenFile
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked import files


@operation(handle=HandleTarget(write=True), errors=HANDLE)
def ftruncate(handle: Granted[OpenFile], size: int) -> None:
    """Cut or extend an open file to `size` bytes."""
    files.set_size(handle, size)
