"""fs.list"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked.tree import Listing
from hostapi.vocabulary.file_system import OPEN, READ


@operation(
    path=PathTarget(dir=(OPEN, READ)), opens=True, returns="handle or -1, names joined by /, types", errors=MISSING
)
def list_(path: Granted[Entry]) -> list[object]:
    """List a directory.

    A type is a letter: f, d, l or o (file, directory, link, other). 1024 entries come at a time; a handle other than -1
    is for `fs.list_more`.
    """
    return Listing(path).reply()
