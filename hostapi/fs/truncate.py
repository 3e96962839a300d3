"""fs.truncate"""

from hostapi.fs.common import LINKED, NOT_A_FILE
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import files
from hostapi.vocabulary.file_system import OPEN, WRITE


@operation(path=PathTarget(file=(OPEN, WRITE), changes=True), errors=NOT_A_FILE + LINKED)
def truncate(path: Granted[Entry], size: int) -> None:
    """Cut or extend the file at a path to `size` bytes, in place."""
    files.set_size_at(path, size)
