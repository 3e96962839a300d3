"""fs.utime"""

from hostapi.fs.common import LINKED, MISSING
from hostapi.grant import Entry, Granted
from hostapi.operation import operation
from hostapi.target import PathTarget
from hostapi.unchecked import metadata
from hostapi.vocabulary.file_system import CHMOD, WRITE


@operation(
    path=PathTarget(file=(WRITE,), dir=(CHMOD,), follow="follow", changes=True, parent=True), errors=MISSING + LINKED
)
def utime(path: Granted[Entry], atime_ns: int, mtime_ns: int, now: bool, follow: bool) -> None:
    """Set access and modification time, in nanoseconds since 1970; both to the present where `now` is true.

    For a directory this asks `chmod`: Rex's schema, whose meaning stands, knows `write` for files alone.
    """
    metadata.set_times(path, None if now else (atime_ns, mtime_ns))
