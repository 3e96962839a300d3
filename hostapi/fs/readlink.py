"""fs.readlink"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import tree
from hostapi.vocabulary.file_system import READ


@operation(
    path=PathTarget(file=(READ,), follow=False),
    returns="where it points, as written",
    errors=(*MISSING, ("OSError EINVAL", "it is no link")),
)
def readlink(path: Granted[Entry]) -> list[object]:
    """Tell where a symbolic link points."""
    return [tree.link_target(path)]
