"""fs.open_update"""

from hostapi.fs.common import NOT_A_FILE
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import files, metadata
from hostapi.vocabulary.file_system import CREATE, OPEN, READ, WRITE


@operation(
    path=PathTarget(file=(OPEN, READ, WRITE), missing=(CREATE,), at=True, changes=True),
    opens=True,
    returns="handle, size in bytes",
    errors=NOT_A_FILE,
)
def open_update(
    path: Granted[Entry], create: bool, exclusive: bool, truncate: bool, append: bool, mode: int
) -> list[object]:
    """Open a file to read it and write into it as it stands.

    What is written is in the file at once; `fs.open_replace` is the atomic way. A missing file is made when `create`
    says so, with permissions `mode`; `exclusive` makes an existing one an error. With `append` every write goes to
    the end.
    """
    opened = files.open_in_place(path, create=create, exclusive=exclusive, truncate=truncate, append=append, mode=mode)
    return [opened, metadata.size(opened)]
