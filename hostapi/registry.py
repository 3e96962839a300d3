"""Every operation, by hand: a new one is a line in a diff. The order is not part of the contract; the names are."""

from hostapi.dns.resolve import resolve
from hostapi.fs.access import access
from hostapi.fs.chmod import chmod
from hostapi.fs.chown import chown
from hostapi.fs.close import close
from hostapi.fs.commit import commit
from hostapi.fs.copy import copy
from hostapi.fs.fstat import fstat
from hostapi.fs.ftruncate import ftruncate
from hostapi.fs.list_ import list_
from hostapi.fs.list_more import list_more
from hostapi.fs.load import load
from hostapi.fs.load_redacted import load_redacted
from hostapi.fs.mkdir import mkdir
from hostapi.fs.more_redacted import more_redacted
from hostapi.fs.open_read import open_read
from hostapi.fs.open_replace import open_replace
from hostapi.fs.open_update import open_update
from hostapi.fs.open_write import open_write
from hostapi.fs.read import read
from hostapi.fs.readlink import readlink
from hostapi.fs.realpath import realpath
from hostapi.fs.rename import rename
from hostapi.fs.rmdir import rmdir
from hostapi.fs.stat import stat
from hostapi.fs.statvfs import statvfs
from hostapi.fs.symlink import symlink
from hostapi.fs.sync import sync
from hostapi.fs.truncate import truncate
from hostapi.fs.unlink import unlink
from hostapi.fs.utime import utime
from hostapi.fs.write import write
from hostapi.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    access, chmod, chown, close, commit, copy, fstat, ftruncate, list_, list_more, load, load_redacted, mkdir,
    more_redacted, open_read, open_replace, open_update, open_write, read, readlink, realpath, rename, resolve, rmdir,
    stat, statvfs, symlink, sync, truncate, unlink, utime, write,
)  # fmt: skip

BY_NAME: dict[str, Operation] = {operation.name: operation for operation in OPERATIONS}
