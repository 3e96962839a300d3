"""fs.chown"""

from hostapi.fs.common import LINKED, MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import CHOWN


@operation(
    path=PathTarget(file=(CHOWN,), dir=(CHOWN,), follow="follow", changes=True, parent=True), errors=MISSING + LINKED
)
def chown(path: Granted[Entry], uid: int, gid: int, follow: bool) -> None:
    """Set user and group; -1 leaves one as it is."""
    metadata.set_owner(path, uid, gid)
