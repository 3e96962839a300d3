"""fs.fstat"""

from hostapi.fs.common import HANDLE, STAT_FIELDS
from hostapi.grant import Granted, OpenFile
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import STAT


@operation(
    handle=HandleTarget(ask=(STAT,)),
    returns=STAT_FIELDS,
    errors=HANDLE,
)
def fstat(handle: Granted[OpenFile]) -> list[object]:
    """Describe an open file as it is now."""
    return [*metadata.of_file(handle)]
