"""fs.symlink"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import tree
from hostapi.vocabulary.file_system import CREATE


@operation(
    path=PathTarget(file=(CREATE,), missing=(), existing=None, follow=False, at=True),
    errors=(*MISSING, ("FileExistsError", "something is there already")),
)
def symlink(target: str, path: Granted[Entry]) -> None:
    """Make a symbolic link at `path` that points to `target` as written.

    Following it later asks the policy about where it leads.
    """
    tree.make_link(path, target)
