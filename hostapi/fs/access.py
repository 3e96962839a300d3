"""fs.access"""

from hostapi.fs.common import MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import STAT


@operation(path=PathTarget(file=(STAT,), dir=(STAT,), special=True), returns="whether it may", errors=MISSING)
def access(path: Granted[Entry], mode: int) -> list[object]:
    """Tell whether the host process may read (4), write (2) or execute (1) what is at a path.

    The answer is about permissions of the system; the policy may still refuse the operation itself.
    """
    return [metadata.accessible(path, mode)]
