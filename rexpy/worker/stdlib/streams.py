"""`sys.stdin`, `sys.stdout` and `sys.stderr` of a script, `print` and `input` over them."""

from __future__ import annotations

import _io
import codecs
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from rexpy.worker.stdlib.buffers import TRUSTED_RAW, BufferedReader, BufferedWriter, TextIOWrapper
from rexpy.worker.stdlib.raw import CountedRaw
from rexpy.worker.stdlib.state import WORKER

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

    from rexpy.worker.channel import Channel

STDIN: Final = 0
STDOUT: Final = 1
STDERR: Final = 2

OUTPUT_BUFFER: Final = 8192
"""Bytes gathered for one message, io.DEFAULT_BUFFER_SIZE."""

INPUT_BUFFER: Final = 1 << 16
"""Bytes asked for at once: as many as the broker passes on."""

HOLD_BACK_S: Final = 0.02
"""Output waits for more at most this long while the script goes on printing; a reader sees no delay below
50 ms.
"""

_write_text = _io.TextIOWrapper.write
_flush_text = _io.TextIOWrapper.flush
_monotonic = time.monotonic
_BUSY: Final = frozenset((__name__, "rexpy.worker.channel"))
"""Modules that are not to be interrupted by output: a frame begun, a buffer locked."""


class OutputFile(CountedRaw):
    """The raw end of a standard stream: text on the channel."""

    __slots__ = ("_decode", "_stream", "name")

    def __init__(self, stream: int) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.name = "<stdout>" if stream == STDOUT else "<stderr>"

    @property
    def mode(self) -> str:
        return "wb"

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream

    def isatty(self) -> bool:
        return False

    def write(self, buffer: ReadableBuffer) -> int:
        data = bytes(buffer)
        text = self._decode(data)
        if text:
            WORKER.output(self._stream, text)
        return len(data)


TRUSTED_RAW.add(OutputFile)


class OutputStream(TextIOWrapper):
    """A standard stream: whole lines go out at once, a burst of them in one message."""

    __slots__ = ("_held", "_sent")

    def __init__(self, stream: int) -> None:
        raw = OutputFile(stream)
        errors = "surrogateescape" if stream == STDOUT else "backslashreplace"
        super().__init__(BufferedWriter(raw, OUTPUT_BUFFER), "utf-8", errors, "\n", write_through=True)
        self.mode = "w"
        self._sent = 0.0
        self._held = False

    def write(self, text: str, /) -> int:
        count = _write_text(self, text)
        if "\n" in text:
            now = _monotonic()
            if now - self._sent > HOLD_BACK_S:
                self._sent = now
                self._held = False
                _flush_text(self)
            elif not self._held:
                self._held = True
                signal.setitimer(signal.ITIMER_REAL, HOLD_BACK_S)
        return count

    def send_held(self) -> None:
        """Send what was held back, if anything was."""
        if self._held:
            self._held = False
            _flush_text(self)

    def close(self) -> None:
        # Not: really closing; what the worker still has to say goes out of the same stream.
        _flush_text(self)


class HeldOutput:
    """Sends what the streams hold back once the script has printed nothing for a while.

    Without it the last lines before a long computation would come late, and those before a limit never.
    """

    __slots__ = ("_channel", "_streams")

    def __init__(self, channel: Channel, *watched: OutputStream) -> None:
        """Take the alarm signal. A worker has one thread and a script gets no signals, so it is free."""
        self._channel = channel
        self._streams = watched
        signal.signal(signal.SIGALRM, self._alarm)

    def _alarm(self, _number: int, frame: FrameType | None) -> None:
        # Invariant: a frame on the wire is whole. A signal may come in the middle of one, or of a question whose
        # answer is due first; then the output waits for the next question or the next alarm.
        try:
            while frame is not None:
                if frame.f_globals.get("__name__") in _BUSY:
                    self._channel.first = self._send
                    signal.setitimer(signal.ITIMER_REAL, HOLD_BACK_S)
                    return
                frame = frame.f_back
            self._send()
        except (MemoryError, RecursionError, ValueError):
            # The script is at the end of its memory or stack, or closed the stream. It goes on; what is held back goes
            # out with what comes next.
            pass

    def _send(self) -> None:
        for stream in self._streams:
            stream.send_held()


OutputStream.__module__ = "_io"
OutputStream.__name__ = OutputStream.__qualname__ = "TextIOWrapper"


class InputFile(CountedRaw):
    """The raw end of the standard input: what the caller passes on, asked for when the script reads."""

    __slots__ = ("_ended", "_streams", "name")

    def __init__(self, streams: Sequence[OutputStream], *, ended: bool) -> None:
        # Threat: `type(sys.stdin.buffer.raw)` makes more of these. None of the script's code runs in a fill.
        self._streams = tuple(stream for stream in streams if type(stream) is OutputStream)
        self._ended = ended
        self.name = "<stdin>"

    @property
    def mode(self) -> str:
        return "rb"

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return STDIN

    def isatty(self) -> bool:
        return False

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self.closed:
            raise ValueError("I/O operation on closed file")
        view = memoryview(buffer).cast("B")
        if self._ended or not view:
            return 0
        # Whoever is asked for a line reads what was printed before it.
        for stream in self._streams:
            stream.send_held()
        data: bytes = WORKER.fetch("stdin", len(view))[0]
        if not data:
            self._ended = True
        view[: len(data)] = data
        return len(data)


TRUSTED_RAW.add(InputFile)


class InputStream(TextIOWrapper):
    """The standard input: empty unless the run was given some."""

    __slots__ = ()

    def __init__(self, streams: Sequence[OutputStream] = (), *, given: bool = False) -> None:
        raw = InputFile(streams, ended=not given)
        super().__init__(BufferedReader(raw, INPUT_BUFFER), "utf-8", "surrogateescape")
        self.mode = "r"


InputStream.__module__ = "_io"
InputStream.__name__ = InputStream.__qualname__ = "TextIOWrapper"


def ask_line(prompt: object = "", /) -> str:
    """Return the next line of the standard input; raises EOFError, as the input is empty unless one was
    given.
    """
    if prompt != "":
        print(prompt, end="", flush=True)
    line: Any = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return str(line).removesuffix("\n")


ask_line.__name__ = ask_line.__qualname__ = "input"
ask_line.__module__ = "builtins"
