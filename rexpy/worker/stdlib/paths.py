"""Makes a script's path the canonical text that the wire takes.

Absolute against the run's working directory, and normalized lexically: `a/../b` is `b` even where `a` is a
symbolic link, because the worker cannot look, and the broker must see one spelling of one place.
"""

from __future__ import annotations

import errno
import os
import posix
from typing import Any, Final

from rexpy.worker.stdlib.state import WORKER

PATH_MAX: Final = 4096
"""Bytes of a path with its final NUL, Linux's limits.h; CPython's callers expect ENAMETOOLONG from there
on.
"""

_fspath = posix.fspath


def exact_text(path: object, expected: str = "expected str, bytes or os.PathLike object") -> str:
    """Return *path* as an exact `str`, bytes decoded as UTF-8.

    # Threat: a subclass of str, or a PathLike, that answers differently the second time; everything after
    # this
    # works on the copy that this returns.
    Raises TypeError for what is no path, OSError (EILSEQ) for bytes that are not UTF-8.
    """
    if type(path) is str:
        return path
    if not isinstance(path, str | bytes):
        try:
            path = _fspath(path)  # type: ignore[call-overload]
        except TypeError as error:
            if hasattr(type(path), "__fspath__"):
                raise
            raise TypeError(f"{expected}, not {type(path).__name__}") from error.__cause__
    if isinstance(path, str):
        return str.__str__(path)
    raw: Any = path
    try:
        return bytes.decode(raw, "utf-8")
    except UnicodeDecodeError:
        raise OSError(errno.EILSEQ, "A path must be UTF-8 text", bytes.decode(raw, "utf-8", "replace")) from None


def canonical(path: str) -> str:
    """Return the absolute, lexically normalized form of the exact text *path*.

    Raises what CPython raises: ValueError for a NUL, FileNotFoundError for the empty path, OSError with
    ENAMETOOLONG beyond `PATH_MAX`, UnicodeEncodeError for a lone surrogate; and EILSEQ for one that stands for a
    byte.
    """
    if (
        path
        and path[0] == "/"
        and path[-1] != "/"
        and path.isascii()
        and "//" not in path
        and "/." not in path
        and "\0" not in path
        and len(path) < PATH_MAX
    ):
        return path
    return _normalized(path)


def _normalized(path: str) -> str:
    if "\0" in path:
        raise ValueError("embedded null byte")
    if not path:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    try:
        encoded = path.encode()
    except UnicodeEncodeError:
        # What stands for bytes that are not UTF-8 is a name that CPython could reach; other lone surrogates are none.
        path.encode("utf-8", "surrogateescape")
        raise OSError(errno.EILSEQ, "A path must be UTF-8 text", path) from None
    if len(encoded) >= PATH_MAX:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), path)
    parts: list[str] = []
    for part in (path if path[0] == "/" else f"{WORKER.cwd}/{path}").split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    normalized = "/" + "/".join(parts)
    if len(normalized) >= PATH_MAX:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), path)
    return normalized


def same_kind(original: object, text: str) -> str | bytes:
    """Return *text* as bytes where the caller's own path was bytes, as CPython does."""
    raw = original if isinstance(original, str | bytes) else _fspath(original)  # type: ignore[call-overload]
    return text.encode() if isinstance(raw, bytes) else text


def with_filename(error: OSError, given: str, second: str | None = None) -> OSError:
    """Return *error* naming the path as the script wrote it, not as the wire carries it."""
    if error.filename is not None:
        error.filename = given
        if second is not None and error.filename2 is not None:
            error.filename2 = second
    return error
