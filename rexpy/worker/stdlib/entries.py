"""`os.stat`, `os.rename`, `os.chmod` and their like: one question to the broker each."""

from __future__ import annotations

import errno
import os
import posix
import sys
from typing import Any, Final

from rexpy.worker.stdlib.descriptors import descriptor, no_dir_fd
from rexpy.worker.stdlib.integers import account, c_int, c_long, nanoseconds, time_ns
from rexpy.worker.stdlib.paths import canonical, exact_text, same_kind, with_filename
from rexpy.worker.stdlib.state import WORKER
from rexpy.worker.stdlib.status import stat_result

_S_IFMT: Final = 0o170000
_S_IFDIR: Final = 0o040000
_KEEP: Final = -1


def ask_path(operation: str, path: Any, *args: object) -> list[Any]:
    """Perform *operation* on *path*; an error names the path as the script wrote it."""
    given = (
        path if type(path) is str else exact_text(path, f"{operation[3:]}: path should be string, bytes or os.PathLike")
    )
    place = canonical(given)
    try:
        if given[-1] == "/" and operation != "fs.mkdir" and not _is_directory(place):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), given)
        return WORKER.ask(operation, place, *args)
    except OSError as error:
        raise with_filename(error, given) from None


def _is_directory(place: str) -> bool:
    return bool(WORKER.ask("fs.stat", place, True)[0] & _S_IFMT == _S_IFDIR)


def path_of(path: Any) -> str:
    """Return the path that an argument means, which may be a descriptor number of the worker's."""
    if type(path) is int:
        name = descriptor(path).name
        return name if isinstance(name, str) else ""
    return exact_text(path, "path should be string, bytes, os.PathLike or integer")


def stat(path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> posix.stat_result:
    """Return the status of *path*; an integer is a descriptor of the worker's."""
    if dir_fd is not None:
        no_dir_fd(dir_fd)
    if type(path) is not str:
        if isinstance(path, int):
            return stat_result(descriptor(path).status())
        path = exact_text(path, "stat: path should be string, bytes, os.PathLike or integer")
    place = canonical(path)
    try:
        fields = WORKER.ask("fs.stat", place, bool(follow_symlinks) or path[-1] == "/")
    except OSError as error:
        raise with_filename(error, path) from None
    if path[-1] == "/" and fields[0] & _S_IFMT != _S_IFDIR:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    return stat_result(fields)


def lstat(path: Any, *, dir_fd: int | None = None) -> posix.stat_result:
    """Return the status of *path* itself, a link as a link."""
    return stat(path, dir_fd=dir_fd, follow_symlinks=False)


def access(
    path: Any,
    mode: int,
    *,
    dir_fd: int | None = None,
    effective_ids: bool = False,
    follow_symlinks: bool = True,
) -> bool:
    """Return whether the host's own permissions would allow *mode*; the policy decides separately."""
    no_dir_fd(dir_fd)
    wanted = c_int(mode)
    try:
        return bool(ask_path("fs.access", path, wanted)[0])
    except OSError:
        return False


def chmod(path: Any, mode: int, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> None:
    """Set the permissions of *path*."""
    no_dir_fd(dir_fd)
    try:
        ask_path("fs.chmod", path_of(path), c_int(mode) & 0o7777, bool(follow_symlinks))
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP and not follow_symlinks:
            # As CPython says it: Linux has no permissions of a link.
            raise NotImplementedError("chmod: follow_symlinks unavailable on this platform") from None
        raise


def fchmod(fd: int, mode: int) -> None:
    """Set the permissions of the file that *fd* was opened by name."""
    chmod(fd, mode)


def chown(path: Any, uid: int, gid: int, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> None:
    """Set the owner and the group of *path*; -1 keeps either."""
    no_dir_fd(dir_fd)
    ask_path("fs.chown", path_of(path), account(uid, "uid"), account(gid, "gid"), bool(follow_symlinks))


def lchown(path: Any, uid: int, gid: int) -> None:
    """Set the owner and the group of *path* itself, a link as a link."""
    chown(path, uid, gid, follow_symlinks=False)


def fchown(fd: int, uid: int, gid: int) -> None:
    """Set the owner and the group of the file that *fd* was opened by name."""
    chown(fd, uid, gid)


def utime(
    path: Any, times: Any = None, *, ns: Any = None, dir_fd: int | None = None, follow_symlinks: bool = True
) -> None:
    """Set the access and modification times of *path*; the present moment if none is given."""
    no_dir_fd(dir_fd)
    if times is not None and ns is not None:
        raise ValueError("utime: you may specify either 'times' or 'ns' but not both")
    atime_ns = mtime_ns = 0
    if times is not None:
        if type(times) is not tuple or len(times) != 2:
            raise TypeError("utime: 'times' must be either a tuple of two ints or None")
        atime_ns, mtime_ns = (nanoseconds(value) for value in times)
    elif ns is not None:
        if type(ns) is not tuple or len(ns) != 2:
            raise TypeError("utime: 'ns' must be a tuple of two ints")
        atime_ns, mtime_ns = (time_ns(value) for value in ns)
    ask_path("fs.utime", path_of(path), atime_ns, mtime_ns, times is None and ns is None, bool(follow_symlinks))


def truncate(path: Any, length: int) -> None:
    """Cut or extend the file *path* to *length* bytes."""
    if isinstance(path, int):
        descriptor(path).truncate(length)
    else:
        ask_path("fs.truncate", path, c_long(length))


def mkdir(path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
    """Make the directory *path*."""
    no_dir_fd(dir_fd)
    ask_path("fs.mkdir", path, c_int(mode) & 0o7777 & ~WORKER.umask)


def rmdir(path: Any, *, dir_fd: int | None = None) -> None:
    """Remove the empty directory *path*."""
    no_dir_fd(dir_fd)
    ask_path("fs.rmdir", path)


def unlink(path: Any, *, dir_fd: int | None = None) -> None:
    """Remove the file *path*."""
    no_dir_fd(dir_fd)
    given = exact_text(path, "unlink: path should be string, bytes or os.PathLike")
    if given.endswith("/"):
        stat(given)
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), given)
    ask_path("fs.unlink", given)


def rename(src: Any, dst: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
    """Give *src* the name *dst*, replacing a file of that name."""
    no_dir_fd(src_dir_fd, dst_dir_fd)
    source = exact_text(src, "rename: src should be string, bytes or os.PathLike")
    target = exact_text(dst, "rename: dst should be string, bytes or os.PathLike")
    here, there = canonical(source), canonical(target)
    try:
        if (source[-1] == "/" or target[-1] == "/") and not _is_directory(here):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), source, None, target)
        WORKER.ask("fs.rename", here, there)
    except OSError as error:
        raise with_filename(error, source, target) from None


def symlink(src: Any, dst: Any, target_is_directory: bool = False, *, dir_fd: int | None = None) -> None:
    """Make the symbolic link *dst* that holds the text *src*."""
    no_dir_fd(dir_fd)
    target = exact_text(src, "symlink: src should be string, bytes or os.PathLike")
    if "\0" in target:
        raise ValueError("embedded null byte")
    link = exact_text(dst, "symlink: dst should be string, bytes or os.PathLike")
    place = canonical(link)
    try:
        if link[-1] == "/":
            WORKER.ask("fs.stat", place, False)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), link)
        WORKER.ask("fs.symlink", target, place)
    except OSError as error:
        # CPython names both, whichever is at fault; a denial is about the link.
        if getattr(error, "denial", None) is None and error.filename is not None:
            error.filename, error.filename2 = target, link
            raise error from None
        raise with_filename(error, link) from None


def readlink(path: Any, *, dir_fd: int | None = None) -> Any:
    """Return what the symbolic link *path* holds."""
    no_dir_fd(dir_fd)
    return same_kind(path, ask_path("fs.readlink", path)[0])


def realpath(filename: Any, *, strict: Any = False) -> Any:
    """Return the path of *filename* without symbolic links, in place of `os.path.realpath`: one question at most.

    As in CPython, what cannot be looked at stays as it is written, unless *strict*.
    """
    return same_kind(filename, real_path(exact_text(filename), strict)[0])


def real_path(given: str, strict: Any) -> tuple[str, OSError | None]:
    """Return the path without links that *given* means; with why it is the one written, where it could not be found
    out. Raises that where *strict*.
    """
    try:
        place = canonical(given or ".")
        real = _known(place)
        if real is None:
            real, there = WORKER.ask("fs.realpath", place)
            if strict and not there and strict is not getattr(os.path, "ALLOW_MISSING", None):
                stat(place)
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), place)
    except OSError as error:
        if strict:
            raise with_filename(error, given) from None
        return os.path.abspath(given), error
    return real, None


def _known(place: str) -> str | None:
    """Return the path without links of the script, of where it lies, and of where the run began: all that was told."""
    if place == WORKER.place:
        return WORKER.real_place
    below = "/" if place == "/" else f"{place}/"
    return place if f"{WORKER.home}/".startswith(below) or f"{WORKER.real_place}/".startswith(below) else None


def resolve(self: Any, strict: bool = False) -> Any:
    """Make a Path absolute, without symbolic links: `Path.resolve` before 3.13. Raises RuntimeError for a loop."""
    try:
        real, error = real_path(str(self), strict)
        if error is not None and error.errno == errno.ELOOP:
            raise error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise RuntimeError(f"Symlink loop from {error.filename!r}") from None
        raise
    return self._from_parts((real,)) if sys.version_info < (3, 12) else self.with_segments(real)


def statvfs(path: Any) -> posix.statvfs_result:
    """Return the figures of the file system that holds *path*; `f_fsid` is 0."""
    return posix.statvfs_result((*ask_path("fs.statvfs", path_of(path)), 0))


def getcwd() -> str:
    """Return the run's working directory."""
    return WORKER.cwd


def getcwdb() -> bytes:
    """Return the run's working directory as bytes."""
    return WORKER.cwd.encode()


def chdir(path: Any) -> None:
    """Make *path* the directory that relative paths start from; only this run sees the change."""
    given = path_of(path)
    if stat(given).st_mode & _S_IFMT != _S_IFDIR:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), given)
    WORKER.cwd = canonical(given)


def fchdir(fd: int) -> None:
    """Make the directory that *fd* was opened by name the one that relative paths start from."""
    chdir(descriptor(fd).fileno())


def umask(mask: int, /) -> int:
    """Set the permissions that new files of this run do not get, and return those of before."""
    before, WORKER.umask = WORKER.umask, c_int(mask) & 0o777
    return before
