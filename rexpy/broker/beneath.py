"""Reading below a directory that the owner of the run named, or that is public: never what a link leads out to."""

import errno
import os
import stat

from hostapi.unchecked.paths import open_beneath


def read_beneath(directory: int, path: str, limit: int) -> bytes:
    """Return at most one byte more than `limit` of the regular file `path` below the open `directory`.

    Raises OSError: EXDEV or ELOOP for a link that leads out, EINVAL for what is no regular file.
    """
    fd = open_beneath(directory, path)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        pieces: list[bytes] = []
        room = limit + 1
        while room > 0 and (piece := os.read(fd, room)):
            pieces.append(piece)
            room -= len(piece)
        return b"".join(pieces)
    finally:
        os.close(fd)


def is_directory(directory: int, path: str) -> bool:
    """Return whether `path` below the open `directory` is a directory."""
    try:
        fd = open_beneath(directory, path)
    except OSError:
        return False
    try:
        return stat.S_ISDIR(os.fstat(fd).st_mode)
    finally:
        os.close(fd)
