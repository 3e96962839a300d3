"""fs.chmod"""

from hostapi.fs.common import LINKED, MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import CHMOD


@operation(path=PathTarget(file=(CHMOD,), dir=(CHMOD,), follow="follow", changes=True), errors=MISSING + LINKED)
def chmod(path: Granted[Entry], mode: int, follow: bool) -> None:
    """Set permission bits.

    A file is given no set-user-ID or set-group-ID bit that it has not, whatever the policy says.
    """
    metadata.set_mode(path, mode)
