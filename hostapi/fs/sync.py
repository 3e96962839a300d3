"""fs.sync"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted, OpenFile
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked import files


@operation(handle=HandleTarget(write=True), errors=HANDLE)
def sync(handle: Granted[OpenFile]) -> None:
    """Wait until what was written to an open file is on its device."""
    files.sync(handle)
