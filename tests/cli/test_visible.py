import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.cli import visible

HARMFUL = {"Cc", "Zl", "Zp", "Cs"}
BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmful(character: str, allowed: str) -> bool:
    if character in allowed:
        return False
    return unicodedata.category(character) in HARMFUL or character in BIDIRECTIONAL


@given(st.text(st.characters()))
def test_a_block_holds_no_control_but_tab_and_line_end(text: str) -> None:
    shown = visible.block(text)
    assert not [c for c in shown.replace("\r\n", "\n") if harmful(c, "\t\n")]


@given(st.text(st.characters()))
def test_a_line_is_one_line_without_controls(text: str) -> None:
    shown = visible.line(text)
    assert not [c for c in shown if harmful(c, "")]
    assert len(shown.splitlines()) <= 1


@given(st.text(st.characters()), st.data())
def test_pieces_show_the_same_as_the_whole(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.lists(st.integers(0, len(text)), max_size=5).map(sorted))
    stream = visible.BlockStream()
    edges = [0, *cut, len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(edges)]
    assert "".join(map(stream.feed, pieces)) + stream.end() == visible.block(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible.block(text) == text
    assert visible.line(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x9b2Jb", "a\\x9b2Jb"),
        ("over\rwritten", "over\\rwritten"),
        ("dos\r\nline", "dos\r\nline"),
        ("tab\tstays", "tab\tstays"),
        ("bell\x07\x7f", "bell\\x07\\x7f"),
        ("\u202eevil", "\\u202eevil"),
        ("two\u2028lines", "two\\u2028lines"),
        ("woman \U0001f469\u200d\U0001f680", "woman \U0001f469\u200d\U0001f680"),
        ("C:\\new", "C:\\new"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible.block(text) == shown


def test_a_line_shows_its_breaks() -> None:
    assert visible.line("/tmp/a\nfake: ok\t\r") == "/tmp/a\\nfake: ok\\t\\r"
