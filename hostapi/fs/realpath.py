"""fs.realpath"""

from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.vocabulary.file_system import READ, STAT


@operation(
    path=PathTarget(file=(STAT,), dir=(STAT,), missing=(), special=True, through=(READ,), anywhere=True),
    returns="the path without links, whether something is there",
    errors=(("OSError ELOOP", "there are too many links on the way, or they lead in a circle"),),
)
def realpath(path: Granted[Entry]) -> list[object]:
    """Tell where a path really leads: the same place, named without a symbolic link.

    What is missing on the way stays as it is written. The directories above are not asked for; each link that is passed
    must be one that `fs.readlink` would tell.
    """
    entry = path.need(STAT)
    return [entry.path, entry.stat is not None]
