import io
import os
import pty
from typing import TextIO

import pytest

from rexpy.cli.paint import BLANK, ERROR, Line, Span, code, line, paint, spans

LINES = [spans(Span("error: ", ERROR), "[bold]not markup[/bold] :smile: 'x' 12"), BLANK, line("a " * 60, indent=2)]
CODE = code("resource == " + "x" * 90, indent=4)


class Terminal:
    """A terminal that nobody looks at: what was sent to it."""

    def __init__(self) -> None:
        self._ours, theirs = pty.openpty()
        self.stream: TextIO = open(theirs, "w", encoding="utf-8")  # noqa: SIM115

    def sent(self) -> str:
        self.stream.close()
        found = b""
        try:
            while piece := os.read(self._ours, 65536):
                found += piece
        except OSError:
            pass
        os.close(self._ours)
        return found.decode().replace("\r\n", "\n")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    return Terminal()


def plain(lines: list[Line]) -> str:
    stream = io.StringIO()
    paint(stream, lines)
    return stream.getvalue()


def test_a_pipe_gets_plain_text_that_is_not_wrapped() -> None:
    assert plain(LINES) == "error: [bold]not markup[/bold] :smile: 'x' 12\n\n" + "  " + "a " * 60 + "\n"


def test_colour_in_the_environment_does_not_colour_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in plain(LINES)


def test_a_terminal_gets_colour_and_lines_that_fit(terminal: Terminal) -> None:
    paint(terminal.stream, LINES)
    sent = terminal.sent()
    assert "\x1b[1;31merror: \x1b[0m" in sent
    assert "[bold]not markup[/bold] :smile:" in sent.replace("\n", " ")
    bare = [each.rstrip() for each in sent.replace("\x1b[1;31m", "").replace("\x1b[0m", "").splitlines()]
    assert max(map(len, bare)) <= 40
    assert all(each.startswith("  a") for each in bare[bare.index("") + 1 :])


def test_code_is_not_broken(terminal: Terminal) -> None:
    paint(terminal.stream, [CODE])
    assert terminal.sent() == CODE.text + "\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colour_gets_no_escapes(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    paint(terminal.stream, LINES)
    assert "\x1b" not in terminal.sent()


def test_an_empty_no_color_says_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    paint(terminal.stream, LINES)
    assert "\x1b" in terminal.sent()


def test_nothing_is_painted_for_no_lines() -> None:
    assert plain([]) == ""
