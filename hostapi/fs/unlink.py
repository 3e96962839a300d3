"""fs.unlink"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import tree
from hostapi.vocabulary.file_system import DELETE


@operation(
    path=PathTarget(file=(DELETE,), follow=False, at=True, special=True, changes=True, links=True),
    errors=(*MISSING, ("IsADirectoryError", "the path is a directory")),
)
def unlink(path: Granted[Entry]) -> None:
    """Remove the name of a file or link."""
    tree.remove_name(path)
