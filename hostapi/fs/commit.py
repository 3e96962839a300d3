"""fs.commit"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted, OpenFile
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.vocabulary.file_system import WRITE


@operation(handle=HandleTarget(write=True, ends=True), errors=HANDLE)
def commit(handle: Granted[OpenFile]) -> None:
    """Make what was written through an `fs.open_replace` handle the file, and close it.

    For a handle of another kind this is a close that waits.
    """
    opened = handle.need(WRITE)
    if opened.publish is not None:
        opened.publish.commit()
