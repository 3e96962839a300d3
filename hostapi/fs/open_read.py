"""fs.open_read"""

from hostapi.fs.common import INLINE, NOT_A_FILE
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import files
from hostapi.vocabulary.file_system import OPEN, READ


@operation(
    path=PathTarget(file=(OPEN, READ)),
    opens=True,
    returns="handle, whether that is the whole file, its first 64 KiB",
    errors=NOT_A_FILE,
)
def open_read(path: Granted[Entry]) -> list[object]:
    """Open a file to read it.

    The reply carries the first 64 KiB, and says whether they are all. Only regular files are opened.
    """
    opened, data = files.open_with_head(path, INLINE + 1)
    return [opened, len(data) <= INLINE, data[:INLINE] if len(data) > INLINE else data]
