"""What several operations declare alike: the errors that the reference lists."""

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
