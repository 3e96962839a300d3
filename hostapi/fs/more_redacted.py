"""fs.more_redacted"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked.redacted import RedactedText


@operation(
    handle=HandleTarget(sequel=RedactedText, ends=True), returns="handle or -1, the next lines, redacted", errors=HANDLE
)
def more_redacted(handle: Granted[RedactedText]) -> list[object]:
    """Go on reading a file redacted; the handle is spent, the reply holds the next."""
    return handle.value.reply()
