"""fs.write"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted, Meter, OpenFile
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked import files


@operation(
    handle=HandleTarget(write=True),
    returns="where in the file the bytes end",
    errors=(*HANDLE, ("OSError ENOSPC", "the device is full"), ("OSError EDQUOT", "the run may write no more")),
)
def write(handle: Granted[OpenFile], offset: int, data: bytes, meter: Meter) -> list[object]:
    """Write all of `data` at `offset`; -1 means at the end."""
    meter.spend(len(data))
    return [files.write_at(handle, offset, data)]
