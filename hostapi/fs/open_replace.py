"""fs.open_replace"""

from hostapi.fs.common import LINKED, NOT_A_FILE
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import replacement
from hostapi.vocabulary.file_system import CREATE, OPEN, WRITE


@operation(
    path=PathTarget(file=(OPEN, WRITE), missing=(CREATE,), at=True, changes=True),
    opens=True,
    returns="handle",
    errors=NOT_A_FILE + LINKED,
)
def open_replace(path: Granted[Entry], mode: int) -> list[object]:
    """Begin to write a whole file, atomically.

    What is written goes to a temporary file in the same directory; `fs.commit` makes it the file, with the mode and
    owner of the one it replaces. Until then, and if the run ends before, the old file stands. A new file gets `mode`.
    """
    return [replacement.begin(path, mode=mode)]
