"""fs.close"""

from hostapi.grant import Granted, Held
from hostapi.operation import operation
from hostapi.target import HandleTarget


@operation(handle=HandleTarget(gives_back=True), cast=True)
def close(handle: Granted[Held]) -> None:
    """Give a handle back, without an answer. A whole-file write that was not committed is forgotten."""
    handle.value.close()
