"""fs.load_redacted"""

from hostapi.fs.common import NOT_A_FILE
from hostapi.grant import Deadline, Entry, Granted
from hostapi.operation import operation
from hostapi.redaction import Dictionary
from hostapi.target import PathTarget
from hostapi.unchecked.redacted import RedactedText
from hostapi.vocabulary.file_system import OPEN, REDACTED_READ


@operation(
    path=PathTarget(file=(OPEN, REDACTED_READ)),
    opens=True,
    returns="handle, -1 where that was the whole file; its first lines, redacted",
    errors=NOT_A_FILE,
)
def load_redacted(path: Granted[Entry], dictionary: Dictionary, deadline: Deadline) -> list[object]:
    """Read a file redacted: each line that no template of the owner's dictionary explains is `[REDACTED]`.

    What `open` falls back to where `read` is denied. A file of more than 64 KiB is gone on with by `fs.more_redacted`.
    """
    return RedactedText(path, dictionary, deadline).reply()
