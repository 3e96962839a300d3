"""Modules of the standard library that few scripts want, read for the worker when it imports one.

They are the interpreter's own files, which the worker would have mapped before its seal had they been worth the time.
"""

import errno
import os
import sys
from typing import Any, Final

MAX_BYTES: Final = 1 << 20
"""What one message carries; the largest module has some 200 KiB."""

COMPILED, SOURCE = 0, 1
"""Which file of a module is asked for."""

_OWN: Final = "rexpy.worker.stdlib."
_STANDARD_ROOT: Final = os.path.dirname(os.__file__)
_OWN_ROOT: Final = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_TAG: Final = sys.implementation.cache_tag


def read(name: str, kind: int) -> tuple[list[Any], bytes]:
    """Return [path of the source, whether it is a package, its time of change, its size], and the file's content.

    The content of a module without a compiled file is empty. Raises OSError where there is no such module.
    """
    parts = name.split(".")
    # Threat: a worker asks for what it likes. A name of identifiers, of this library or of this package, is no way out.
    if kind not in (COMPILED, SOURCE) or len(name) > 255 or not all(map(str.isidentifier, parts)):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    if name.startswith(_OWN):
        root = _OWN_ROOT
    elif parts[0] in sys.stdlib_module_names:
        root = _STANDARD_ROOT
    else:
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    base = os.path.join(root, *parts)
    for path, package in ((f"{base}.py", False), (f"{base}/__init__.py", True)):
        try:
            seen = os.stat(path)
        except OSError:
            continue
        folder, _, file = path.rpartition("/")
        wanted = path if kind == SOURCE else f"{folder}/__pycache__/{file[:-3]}.{_TAG}.pyc"
        return [path, package, seen.st_mtime, seen.st_size], _content(wanted)
    raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return b""
    if len(content) > MAX_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content
