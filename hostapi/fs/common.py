"""What several operations have alike: the errors that the reference lists, the content that comes with an open."""

MISSING = (("FileNotFoundError", "nothing is there"), ("NotADirectoryError", "a component on the way is no directory"))
NOT_A_FILE = (
    *MISSING,
    ("IsADirectoryError", "the path is a directory"),
    ("OSError EINVAL", "it is a FIFO, a socket or a device"),
)
HANDLE = (("OSError EBADF", "the handle is not open, or not for this"),)
LINKED = (("PermissionError", "the file has several hard links, or is one of those that govern the run"),)
STAT_FIELDS = (
    "mode, inode, device, links, uid, gid, size, access, modification and change time in ns, blocks, block size"
)

INLINE = 64 * 1024
"""Bytes of content that the reply to an open carries along: a small file costs one round trip."""
