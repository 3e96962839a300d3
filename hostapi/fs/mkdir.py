"""fs.mkdir"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import tree
from hostapi.vocabulary.file_system import CREATE


@operation(
    path=PathTarget(dir=(CREATE,), missing=(), existing=None, at=True),
    errors=(*MISSING, ("FileExistsError", "something is there already")),
)
def mkdir(path: Granted[Entry], mode: int) -> None:
    """Make a directory with permissions `mode`."""
    tree.make_directory(path, mode)
