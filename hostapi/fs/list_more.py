"""fs.list_more"""

from hostapi.fs.common import HANDLE
from hostapi.grant import Granted
from hostapi.operation import operation
from hostapi.target import HandleTarget
from hostapi.unchecked.tree import Listing


@operation(
    handle=HandleTarget(sequel=Listing, ends=True), returns="handle or -1, names joined by /, types", errors=HANDLE
)
def list_more(handle: Granted[Listing]) -> list[object]:
    """Go on listing a directory; the handle is spent, the reply holds the next."""
    return handle.value.reply()
