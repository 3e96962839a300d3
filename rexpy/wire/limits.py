"""Every bound of the wire, with its reason. None is computed from input.

All sizes are bytes.
"""

PROTOCOL_VERSION = 1

PREFIX_SIZE = 8
"""Two unsigned 32-bit little-endian lengths: the header's and the blob's."""

MAX_CALL_HEADER = 64 * 1024
"""What a worker may send as a header. Two paths of 4096 characters, of up to four bytes each, fit."""

MAX_REPLY_HEADER = 4 * 1024 * 1024
"""What a broker may send as a header: one batch of directory entries, or the manifest and the script's arguments."""

MAX_BLOB = 1024 * 1024
"""Bytes that one message carries beside its header: one chunk of a file, one piece of output."""

MAX_NAME = 256
"""Characters of a metric's name, of an alarm's type, and of a dimension's key and value."""

MAX_DIMENSIONS = 30
"""Dimensions of one metric: what Rex documents, and what CloudWatch takes."""

MAX_VALUE_DEPTH = 64
"""Nesting of a JSON value that either side accepts. CPython's decoder recurses in C; this stays far from its limit."""

RECEIVE_SIZE = 16 * 1024
"""How much one recv asks for while nothing larger is known to come. Below malloc's threshold for mapping memory (128
KiB), beyond which every recv costs two system calls and a page fault more."""

BUFFER_SIZE = 1024 * 1024
"""What is asked of the kernel as each socket's buffer, so that a large message takes few turns."""

LOOK_S = 50e-6
"""Seconds for which a side that has a processor of its own looks for a message before it sleeps until one comes: twice
what either side takes for an ordinary operation."""

SHARED_SIZE = MAX_BLOB + 1
"""Bytes of the memory that broker and worker share: what one reply carries, and a flag behind it that says whether the
worker has a processor of its own."""
