"""The directory of one audit file, held open: what happens to its path, or is put in its place, is noticed."""

import os
import stat

from rexpy.broker.audit import places
from rexpy.broker.audit.form import head_path, rotated_path

Inode = tuple[int, int]

_OPEN = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NOCTTY | os.O_NONBLOCK


class Directory:
    """Opens, moves and removes the files of one trail by their names in the directory that it was made with."""

    __slots__ = ("_fd", "_head", "_name", "_path")

    def __init__(self, path: str) -> None:
        """Open the directory of the file `path`. Raises OSError, Unfit where it is not fit for a trail."""
        self._path = path
        self._head = head_path(path)
        above, self._name = os.path.split(path)
        self._fd = os.open(above, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOCTTY)
        try:
            places.check_directory(above, self._fd)
            if self.has(path) and not stat.S_ISREG(self._stat(path).st_mode):
                raise places.Unfit("it is not a regular file")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give it back."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def open(self, path: str, flags: int = 0) -> int:
        """Return a descriptor to read and write a file of the trail. Raises OSError, Unfit."""
        return places.open_own(path, _OPEN | flags, directory=self._fd)

    def has(self, path: str) -> bool:
        """Whether there is anything at the name of `path`."""
        try:
            self._stat(path)
        except FileNotFoundError:
            return False
        return True

    def size(self, path: str) -> int:
        """Return the bytes of a file. Raises OSError."""
        return self._stat(path).st_size

    def _stat(self, path: str) -> os.stat_result:
        return os.stat(os.path.basename(path), dir_fd=self._fd, follow_symlinks=False)

    def rotate(self, first: int) -> str:
        """Give the current file, whose first record has this number, its name for good. Raises OSError, Unfit."""
        rotated = rotated_path(self._path, first)
        if self.has(rotated):
            raise places.Unfit(f"{rotated!r} is there already, where it would be rotated to")
        os.rename(self._name, os.path.basename(rotated), src_dir_fd=self._fd, dst_dir_fd=self._fd)
        return rotated

    def rotated(self, before: int) -> list[tuple[int, str]]:
        """Return the rotated files whose first records come before this one, with their numbers, oldest first."""
        # Not: all. A copy that somebody named `FILE.20261125120000` is no file of the chain, and none to remove.
        return [(first, path) for first, path in places.rotated_files(self._path, self._fd) if first < before]

    def remove(self, path: str) -> None:
        """Remove a rotated file. Raises OSError."""
        os.unlink(os.path.basename(path), dir_fd=self._fd)

    def sync(self) -> None:
        """Bring the names to the disk. Raises OSError."""
        os.fsync(self._fd)

    def now(self) -> tuple[os.stat_result | None, Inode | None]:
        """Return what is at the path of the file, looked up anew, and which file is at that of the head."""
        try:
            file = os.lstat(self._path)
        except FileNotFoundError:
            file = None
        try:
            head = os.lstat(self._head)
        except FileNotFoundError:
            return file, None
        return file, (head.st_dev, head.st_ino)


def inode(fd: int) -> Inode:
    """Return which file is open."""
    seen = os.fstat(fd)
    return seen.st_dev, seen.st_ino
