"""fs.statvfs"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import STAT


@operation(
    path=PathTarget(file=(STAT,), dir=(STAT,), special=True),
    returns="bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax",
    errors=MISSING,
)
def statvfs(path: Granted[Entry]) -> list[object]:
    """Describe the file system that holds an entry."""
    return [*metadata.file_system(path)]
