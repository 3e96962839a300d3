"""fs.copy"""

from hostapi.fs.common import LINKED, NOT_A_FILE
from hostapi.grant import Entry, Granted, Meter
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import copying
from hostapi.vocabulary.file_system import CREATE, OPEN, READ, WRITE


@operation(
    source=PathTarget(file=(OPEN, READ)),
    destination=PathTarget(file=(OPEN, WRITE), missing=(CREATE,), at=True, changes=True),
    returns="bytes copied; -1 where both are one file, and nothing was done",
    errors=NOT_A_FILE + LINKED,
)
def copy(source: Granted[Entry], destination: Granted[Entry], meter: Meter) -> list[object]:
    """Copy a file's content within the host, atomically, in bounded memory.

    The destination keeps its mode and owner where it exists; a new one gets permissions 0666 less the umask.
    """
    return [copying.copy_content(source, destination, meter)]
