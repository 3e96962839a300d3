"""The wire's STAT fields as `os.stat_result`."""

from __future__ import annotations

import posix
from typing import Any, Final

_NS: Final = 1_000_000_000


def stat_result(fields: list[Any]) -> posix.stat_result:
    """Return the twelve STAT fields of the wire as CPython's own structure; `st_rdev` is 0."""
    mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime, blocks, blksize = fields
    a, an = divmod(atime, _NS)
    m, mn = divmod(mtime, _NS)
    c, cn = divmod(ctime, _NS)
    # Invariant: the float is computed as CPython's fill_time does, so that it compares equal with one read
    # elsewhere.
    return posix.stat_result((
        mode, ino, dev, nlink, uid, gid, size, a, m, c,
        a + 1e-9 * an, m + 1e-9 * mn, c + 1e-9 * cn, atime, mtime, ctime, blksize, blocks, 0,
    ))  # fmt: skip
