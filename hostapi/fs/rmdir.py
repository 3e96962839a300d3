"""fs.rmdir"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import tree
from hostapi.vocabulary.file_system import DELETE


@operation(
    path=PathTarget(dir=(DELETE,), follow=False, at=True, changes=True),
    errors=(*MISSING, ("OSError ENOTEMPTY", "the directory is not empty")),
)
def rmdir(path: Granted[Entry]) -> None:
    """Remove an empty directory."""
    tree.remove_directory(path)
