"""fs.stat"""

from hostapi.fs.common import MISSING, STAT_FIELDS
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import STAT


@operation(
    path=PathTarget(file=(STAT,), dir=(STAT,), follow="follow", special=True),
    returns=STAT_FIELDS,
    errors=MISSING,
)
def stat(path: Granted[Entry], follow: bool) -> list[object]:
    """Describe the entry at a path; a link itself where `follow` is false."""
    return [*metadata.of_entry(path)]
