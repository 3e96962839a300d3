"""The command's two output streams: a script's text escaped, JSON, and the end when nobody reads them."""

import sys
from typing import Any, TextIO

EXIT_OUTPUT_CLOSED = 141
"""128 + SIGPIPE: what a shell reports for a program that its reader left."""


class OutputClosedError(Exception):
    """Whoever read the output has gone, as `head` does; the command ends without a word."""


class OutputFailedError(Exception):
    """The output cannot be written; the text says why."""


def write(stream: TextIO, text: str) -> None:
    """Write *text* now. Raises OutputClosedError, OutputFailedError."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _abandon(stream)
        raise OutputClosedError from None
    except UnicodeEncodeError:
        # A locale that cannot say it, such as C: escapes are better than an end.
        encoding = stream.encoding or "ascii"
        write(stream, text.encode(encoding, "backslashreplace").decode(encoding))
    except OSError as error:
        _abandon(stream)
        raise OutputFailedError(error.strerror or str(error)) from None


def _abandon(stream: TextIO) -> None:
    # Not: leaving it to the interpreter. Its flush at exit would fail once more, with a traceback.
    import os

    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


class ScriptOutput:
    """Shows a script's output as it comes; give its `write` to a run as `on_output`."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        from rexpy.cli.visible import BlockStream

        self._streams: dict[int, TextIO] = {1: out, 2: err}
        self._escapers: dict[int, BlockStream] = {1: BlockStream(), 2: BlockStream()}
        self._last = "\n"

    def write(self, stream: int, text: str) -> None:
        """Show text that the script wrote to stream 1 or 2. Raises OutputClosedError, OutputFailedError."""
        self._put(stream, self._escapers[stream].feed(text))

    def end(self) -> None:
        """Show what was held back; on a terminal, end an unfinished line so that what follows has its own."""
        for stream, escaper in self._escapers.items():
            self._put(stream, escaper.end())

    def fresh_line(self) -> None:
        """Where script and report share a terminal, put the report on a line of its own."""
        if self._last != "\n" and self._streams[1].isatty() and self._streams[2].isatty():
            write(self._streams[2], "\n")
            self._last = "\n"

    def _put(self, stream: int, text: str) -> None:
        if text:
            self._last = text[-1]
            write(self._streams[stream], text)


def json_text(value: Any, *, pretty: bool = False) -> str:
    """Return *value* as JSON and a line feed: ASCII, one line unless *pretty*, no other control character."""
    import json

    text = json.dumps(value, indent=2) if pretty else json.dumps(value, separators=(",", ":"))
    # JSON lets DEL stand as it is.
    return text.replace("\x7f", "\\u007f") + "\n"


def write_json(value: Any, *, pretty: bool = False) -> None:
    """Print *value* on standard output as `json_text` has it."""
    write(sys.stdout, json_text(value, pretty=pretty))
