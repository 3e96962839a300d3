"""fs.load"""

from hostapi.fs.common import INLINE, NOT_A_FILE
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import files
from hostapi.vocabulary.file_system import OPEN, READ


@operation(
    path=PathTarget(file=(OPEN, READ)),
    opens=True,
    returns="handle, -1 where that was the whole file; its first 64 KiB",
    errors=NOT_A_FILE,
)
def load(path: Granted[Entry]) -> list[object]:
    """Read a small file whole; open a larger one to read on.

    A file of at most 64 KiB comes with the reply, and nothing stays open. Only regular files are opened.
    """
    return [*files.load(path, INLINE)]
