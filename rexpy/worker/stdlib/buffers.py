"""CPython's buffering and text layers, each holding only to what this package or the interpreter made.

# Threat: a buffered reader or a text layer over a raw object that the script wrote reads and frees memory
# out of step (CPython issue 157075). `type(f)` gives a script the class, so the classes themselves look at
# what they get.
"""

from __future__ import annotations

import _io
from typing import Any, Final

from rexpy.worker.stdlib.files import WireFile
from rexpy.worker.stdlib.views import DescriptorView

TRUSTED_RAW: Final[set[type]] = {WireFile, DescriptorView}
TRUSTED_BUFFERS: Final[set[type]] = {_io.BytesIO}


def _trusted(candidate: object, allowed: set[type], layer: str) -> None:
    if type(candidate) not in allowed:
        raise TypeError(
            f"{layer} takes a file made by open(), io.BytesIO or a compression module, not {type(candidate).__name__}"
        )


class BufferedReader(_io.BufferedReader):
    """`io.BufferedReader` over a file of the wire."""

    __slots__ = ()

    def __init__(self, raw: Any, buffer_size: int = 8192) -> None:
        if type(raw) is not WireFile:
            _trusted(raw, TRUSTED_RAW, "BufferedReader")
        _init_reader(self, raw, buffer_size)


class BufferedWriter(_io.BufferedWriter):
    """`io.BufferedWriter` over a file of the wire; a policy's refusal inside `with` leaves the old
    content.
    """

    __slots__ = ()

    def __init__(self, raw: Any, buffer_size: int = 8192) -> None:
        _trusted(raw, TRUSTED_RAW, "BufferedWriter")
        _init_writer(self, raw, buffer_size)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        _leave(self.raw, error)
        self.close()


class BufferedRandom(_io.BufferedRandom):
    """`io.BufferedRandom` over a file of the wire."""

    __slots__ = ()

    def __init__(self, raw: Any, buffer_size: int = 8192) -> None:
        _trusted(raw, TRUSTED_RAW, "BufferedRandom")
        _init_random(self, raw, buffer_size)


class TextIOWrapper(_io.TextIOWrapper):
    """`io.TextIOWrapper` over a buffer of this package or of the interpreter."""

    __slots__ = ()
    mode: str

    def __init__(
        self, buffer: Any, encoding: str | None = None, errors: str | None = None, newline: str | None = None,
        line_buffering: bool = False, write_through: bool = False,
    ) -> None:  # fmt: skip
        if type(buffer) not in TRUSTED_BUFFERS:
            _trusted(buffer, TRUSTED_BUFFERS, "TextIOWrapper")
        _init_text(self, buffer, encoding or "utf-8", errors, newline, line_buffering, write_through)


class TextWriter(TextIOWrapper):
    """A text file opened to be written; a policy's refusal inside `with` leaves the old content."""

    __slots__ = ()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        _leave(getattr(self.buffer, "raw", None), error)
        self.close()


def _leave(raw: object, error: object) -> None:
    # Invariant: a run that is denied leaves no half-written file (other exceptions commit, as in CPython).
    if error is not None and isinstance(raw, WireFile | DescriptorView) and getattr(error, "denial", None) is not None:
        raw.discard()


_init_reader = _io.BufferedReader.__init__
_init_writer = _io.BufferedWriter.__init__
_init_random = _io.BufferedRandom.__init__
_init_text = _io.TextIOWrapper.__init__
TRUSTED_BUFFERS.update((BufferedReader, BufferedWriter, BufferedRandom))
for _class in (BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper, TextWriter):
    # Invariant: a script sees the names that CPython prints.
    _class.__module__ = "_io"
TextWriter.__name__ = TextWriter.__qualname__ = "TextIOWrapper"
