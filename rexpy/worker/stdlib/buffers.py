"""CPython's buffering and text layers, each holding only to what this package or the interpreter made.

# Threat: a buffered reader or a text layer over a raw object that the script wrote reads and frees memory
# out of step (CPython issue 157075). `type(f)` gives a script the class, so the classes themselves look at
# what they get.
# Invariant: they do so in a base class that no script can name, above which `super(BufferedReader, x).__init__` does
# not look. Their own module is this one, so no `__mro__` shows them.
"""

from __future__ import annotations

import _io
from typing import TYPE_CHECKING, Any, Final

from rexpy.worker.stdlib.files import WireFile
from rexpy.worker.stdlib.views import DescriptorView

if TYPE_CHECKING:
    from collections.abc import Callable

BUFFER: Final = 8192
"""io.DEFAULT_BUFFER_SIZE: what a reader over a file that came whole needs no more than."""

TRUSTED_RAW: Final[set[type]] = {WireFile, DescriptorView}
TRUSTED_BUFFERS: Final[set[type]] = {_io.BytesIO}


def _trusted(candidate: object, allowed: set[type], layer: str) -> None:
    if type(candidate) not in allowed:
        raise TypeError(
            f"{layer} takes a file made by open(), io.BytesIO or a compression module, not {type(candidate).__name__}"
        )


class _Reader(_io.BufferedReader):
    __slots__ = ()

    def __init__(self, raw: Any, buffer_size: int = 8192) -> None:
        if type(raw) is not WireFile:
            _trusted(raw, TRUSTED_RAW, "BufferedReader")
        _init_reader(self, raw, buffer_size)


class BufferedReader(_Reader):
    """`io.BufferedReader` over a file of the wire."""

    __slots__ = ()


class _Writer(_io.BufferedWriter):
    __slots__ = ()

    def __init__(self, raw: Any, buffer_size: int = 8192) -> None:
        _trusted(raw, TRUSTED_RAW, "BufferedWriter")
        _init_writer(self, raw, buffer_size)


class BufferedWriter(_Writer):
    """`io.BufferedWriter` over a file of the wire; a policy's refusal inside `with` leaves the old
    content.
    """

    __slots__ = ()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        _leave(self.raw, error)
        self.close()


class _Random(_io.BufferedRandom):
    __slots__ = ()

    def __init__(self, raw: Any, buffer_size: int = 8192) -> None:
        _trusted(raw, TRUSTED_RAW, "BufferedRandom")
        _init_random(self, raw, buffer_size)


class BufferedRandom(_Random):
    """`io.BufferedRandom` over a file of the wire."""

    __slots__ = ()


class _Text(_io.TextIOWrapper):
    __slots__ = ("_told", "_unread")
    mode: str
    _told: int
    _unread: tuple[str, str, bytes, str] | None

    def __init__(
        self, buffer: Any, encoding: str | None = None, errors: str | None = None, newline: str | None = None,
        line_buffering: bool = False, write_through: bool = False,
    ) -> None:  # fmt: skip
        if type(buffer) not in TRUSTED_BUFFERS:
            _trusted(buffer, TRUSTED_BUFFERS, "TextIOWrapper")
        self._unread = None
        _init_text(self, buffer, encoding or "utf-8", errors, newline, line_buffering, write_through)


class TextIOWrapper(_Text):
    """`io.TextIOWrapper` over a buffer of this package or of the interpreter."""

    __slots__ = ()


class TextWriter(TextIOWrapper):
    """A text file opened to be written; a policy's refusal inside `with` leaves the old content."""

    __slots__ = ()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        _leave(getattr(self.buffer, "raw", None), error)
        self.close()


class LoadedText(TextIOWrapper):
    """A text file that came whole, of which nothing was asked yet but to be read whole and closed.

    That is what scripts do most, and it needs none of the layers. With anything else it becomes, before it answers, the
    ordinary file in the state that it would have.
    """

    __slots__ = ()
    mode = "r"

    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        # A script that has the class from `type(file)` makes an ordinary one.
        return TextIOWrapper(*args, **keywords) if cls is LoadedText else _new_text(cls)

    def read(self, *size: Any, **none: Any) -> str:
        if self._unread is not None and not self._told and not size and not none:
            try:
                text = str(self._unread[2], "utf-8")
            except UnicodeDecodeError:
                pass  # The layers raise it as they do.
            else:
                if "\r" not in text:
                    self._told = _READ
                    return text
        _settle(self)
        return _read_text(self, *size, **none)

    def close(self) -> None:
        if self._unread is None:
            _close_text(self)
        elif self._told < _CLOSED:
            name, place, content, encoding = self._unread
            # What still tells of it is `newlines`, which says what kinds were read.
            self._unread = name, place, b"\n" if b"\n" in content else b"", encoding
            self._told |= _CLOSED

    def __enter__(self) -> LoadedText:
        if self._unread is None or self._told >= _CLOSED:
            _settle(self)
            _enter_text(self)
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def closed(self) -> bool:
        return _is_closed(self) if self._unread is None else self._told >= _CLOSED


_READ, _CLOSED = 1, 2


def loaded_text(name: str, place: str, content: bytes, encoding: str) -> LoadedText:
    """Return the file at *place*, which the script calls *name* and which has *content*."""
    made: LoadedText = _new_text(LoadedText)
    made._unread = name, place, content, encoding
    made._told = 0
    return made


def _settle(text: TextIOWrapper) -> None:
    """Make a loaded file the ordinary one."""
    if text._unread is None:
        return
    (name, place, content, encoding), text._unread = text._unread, None
    if type(text) is LoadedText:
        # Not: leaving the class as it is. Each line that is read would go through a function of Python's.
        text.__class__ = TextIOWrapper  # type: ignore[assignment]  # of the same layout
        text.mode = "r"
    _init_text(text, BufferedReader(WireFile(-1, name, "rb", head=content, whole=True, place=place), BUFFER), encoding)
    if text._told & _READ:
        _read_text(text)
    if text._told & _CLOSED:
        _close_text(text)


def _named(show: Callable[[Any], str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:
        # The interpreter says the module of a class that is C's, and of no other.
        text = show(self)
        return text if text.startswith("<_io.") else f"<_io.{text[1:]}"

    return __repr__


def _settled_method(name: str) -> Callable[..., Any]:
    method = getattr(TextIOWrapper, name)

    def settled(self: TextIOWrapper, /, *args: Any, **keywords: Any) -> Any:
        _settle(self)
        return method(self, *args, **keywords)

    settled.__name__, settled.__qualname__, settled.__doc__ = name, f"TextIOWrapper.{name}", method.__doc__
    return settled


def _settled_attribute(name: str) -> property:
    attribute: Any = vars(_io.TextIOWrapper)[name]

    def get(self: TextIOWrapper) -> Any:
        _settle(self)
        return attribute.__get__(self)

    def put(self: TextIOWrapper, value: Any) -> None:
        _settle(self)
        attribute.__set__(self, value)

    return property(get, put)


def _leave(raw: object, error: object) -> None:
    # Invariant: a run that is denied leaves no half-written file (other exceptions commit, as in CPython).
    if error is not None and isinstance(raw, WireFile | DescriptorView) and getattr(error, "denial", None) is not None:
        raw.discard()


_init_reader = _io.BufferedReader.__init__
_init_writer = _io.BufferedWriter.__init__
_init_random = _io.BufferedRandom.__init__
_init_text = _io.TextIOWrapper.__init__
_new_text: Any = _io.TextIOWrapper.__new__
_read_text, _close_text, _enter_text = _io.TextIOWrapper.read, _io.TextIOWrapper.close, _io.TextIOWrapper.__enter__
_is_closed: Any = _io.TextIOWrapper.__dict__["closed"].__get__
for _layer in (BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper):
    _layer.__repr__ = _named(_layer.__repr__)  # type: ignore[method-assign]
for _name in dir(_io.TextIOWrapper):
    # Invariant: whatever a file has but these, it has once it is settled.
    if (
        _name in vars(LoadedText)
        or (_name[:2] == "__" and _name not in ("__iter__", "__next__", "__repr__"))
        or _name == "_finalizing"  # a flag of the interpreter's, and the last that it sets
    ):
        continue
    _make = _settled_method if callable(getattr(_io.TextIOWrapper, _name)) else _settled_attribute
    setattr(LoadedText, _name, _make(_name))
TRUSTED_BUFFERS.update((BufferedReader, BufferedWriter, BufferedRandom))
for _class in (BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper, TextWriter, LoadedText):
    # Invariant: a script sees the names that CPython prints.
    _class.__module__ = "_io"
TextWriter.__name__ = TextWriter.__qualname__ = LoadedText.__name__ = LoadedText.__qualname__ = "TextIOWrapper"
