"""Writing a whole file so that it is the old one or the new one at every instant, whatever dies when.

The bytes go to a file without a name (O_TMPFILE) where the file system has that, so that a broker killed with SIGKILL
leaves nothing behind; elsewhere to a hidden name in the same directory. Then fsync, mode and ownership of the file
replaced, rename, fsync of the directory.
"""

import errno
import os
import stat

from hostapi.grant import Entry, Granted, OpenFile
from hostapi.unchecked.files import require_regular
from hostapi.vocabulary.file_system import CREATE, WRITE

_FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOCTTY
_NO_TMPFILE = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL})
_LABELS = ("system.posix_acl_access", "security.selinux")
"""Extended attributes that say who may reach a file: kept like its mode. Others belong to the old content."""


class Replacement:
    """A file being written that will take the place of `entry`. It owns its descriptors but the one it writes to."""

    __slots__ = ("_directory", "_fd", "_hidden", "_name", "_path", "_replaces")

    def __init__(self, entry: Entry, *, mode: int) -> None:
        """Start beside `entry`. Raises OSError: EACCES where the directory cannot be written."""
        self._path = entry.path
        self._name = entry.name
        self._replaces = entry.stat is not None
        self._hidden: str | None = None
        self._directory = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=entry.parent_fd)
        self._fd = -1
        try:
            # Threat: under a name of its own, who may not read the file could open this one before it has its mode.
            self._fd = self._begin(0o600 if self._replaces else mode & 0o777)
            if entry.stat is not None:
                self._inherit(entry, entry.stat)
        except OSError as error:
            if self._fd >= 0:
                os.close(self._fd)
            self.discard()
            raise OSError(
                error.errno,
                f"{os.strerror(error.errno or 0)} (a whole-file write needs a temporary file in the "
                "same directory; mode 'r+' writes in place)",
                self._path,
            ) from None

    @property
    def fd(self) -> int:
        """The descriptor to write to; whoever takes it closes it."""
        return self._fd

    def _begin(self, mode: int) -> int:
        try:
            return os.open(".", _FLAGS | os.O_TMPFILE, mode, dir_fd=self._directory)
        except OSError as error:
            if error.errno not in _NO_TMPFILE:
                raise
        self._hidden = self._hide()
        return os.open(self._hidden, _FLAGS | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=self._directory)

    def _hide(self) -> str:
        return f".rexpy-{os.urandom(8).hex()}"

    def _inherit(self, entry: Entry, old: os.stat_result) -> None:
        made = os.fstat(self._fd)
        if (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
            os.fchown(self._fd, old.st_uid, old.st_gid)
        source = f"/proc/self/fd/{entry.fd}"
        for label in _LABELS:
            try:
                value = os.getxattr(source, label)
            except OSError:
                continue
            os.setxattr(self._fd, label, value)
        # After the owner, since chown clears the set-user-ID bits; these are not carried over to new content.
        os.fchmod(self._fd, stat.S_IMODE(old.st_mode) & 0o1777)

    def commit(self) -> None:
        """Make what was written the file. Raises OSError; the old file then stands, and nothing is left behind."""
        try:
            os.fsync(self._fd)
            if self._hidden is None:
                self._name_it()
            if self._hidden is not None:
                os.rename(self._hidden, self._name, src_dir_fd=self._directory, dst_dir_fd=self._directory)
                self._hidden = None
            os.fsync(self._directory)
        except OSError as error:
            raise OSError(error.errno, os.strerror(error.errno or 0), self._path) from None
        finally:
            self.discard()

    def _name_it(self) -> None:
        source = f"/proc/self/fd/{self._fd}"
        if not self._replaces:
            try:
                os.link(source, self._name, dst_dir_fd=self._directory, follow_symlinks=True)
            except FileExistsError:
                # Somebody made it meanwhile; a plain open(path, "w") would have taken it over as well.
                pass
            else:
                return
        hidden = self._hide()
        os.link(source, hidden, dst_dir_fd=self._directory, follow_symlinks=True)
        self._hidden = hidden

    def discard(self) -> None:
        """Forget what was written. Never raises."""
        if self._directory < 0:
            return
        if self._hidden is not None:
            try:
                os.unlink(self._hidden, dir_fd=self._directory)
            except OSError:
                pass
            self._hidden = None
        os.close(self._directory)
        self._directory = -1


def begin(path: Granted[Entry], *, mode: int) -> OpenFile:
    """Return a file to write to that takes the place of `path` when it is committed. Raises OSError."""
    entry = path.need(WRITE)
    if entry.stat is not None:
        require_regular(entry)
        # Threat: the right to rename in the directory would replace a file that its owner made read-only.
        if not os.access(f"/proc/self/fd/{entry.fd}", os.W_OK, effective_ids=True):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), entry.path)
    else:
        path.need(CREATE)
    replacement = Replacement(entry, mode=mode)
    return OpenFile(replacement.fd, entry.path, readable=True, writable=True, publish=replacement)
