import pytest

from rexpy.cli.findings import WINDOW, excerpt_lines, finding_lines, width
from rexpy.errors import Finding


def shown(*findings: Finding, source: str | None = None) -> list[str]:
    return [line.text for line in finding_lines(findings, source=source)]


def test_place_excerpt_caret_and_suggestion() -> None:
    finding = Finding("a.cedar", 3, 11, "unknown action", 'action == "raed"', "read")
    assert shown(finding) == [
        "a.cedar:3:11: unknown action",
        '    3 | action == "raed"',
        "      |           ^",
        "    did you mean read?",
    ]


def test_advice_of_several_words_is_no_question() -> None:
    assert shown(Finding("a.py", 1, 0, "eval", suggestion="write a dict"))[-1] == "    instead: write a dict"


def test_without_a_place() -> None:
    assert shown(Finding("a.cedar", 0, 0, "cannot be read")) == ["a.cedar: cannot be read"]


def test_the_excerpt_comes_from_the_source_where_the_finding_has_none() -> None:
    assert shown(Finding("a.py", 2, 5, "no"), source="a\n    b\n")[1:] == ["    2 |     b", "      |     ^"]
    assert shown(Finding("a.py", 9, 1, "no"), source="a\n") == ["a.py:9:1: no"]


@pytest.mark.parametrize(("excerpt", "column", "before"), [("\tx = y", 2, 2), ("日本 x", 4, 5), ("\x1b[0mx", 5, 7)])
def test_the_caret_stands_under_what_is_shown(excerpt: str, column: int, before: int) -> None:
    _, caret = excerpt_lines(1, column, excerpt)
    assert caret.text == "      | " + " " * before + "^"


def test_a_long_line_is_shown_around_the_fault() -> None:
    text, caret = (line.text for line in excerpt_lines(1, 50_001, "a" * 50_000 + "X" + "b" * 50_000))
    assert len(text) < 3 * WINDOW
    assert text.index("X") == caret.index("^")
    assert text.startswith("    1 | ...")
    assert text.endswith("b...")


def test_a_long_line_without_a_place_is_cut() -> None:
    (line,) = excerpt_lines(1, 0, "a" * 1000)
    assert line.text == "    1 | " + "a" * (2 * WINDOW) + "..."


def test_nothing_of_a_finding_is_raw() -> None:
    finding = Finding("a\x1b.cedar", 1, 1, "what\x07\nis", "\x9b2J\u202e", "\x1b[m")
    text = "\n".join(shown(finding))
    assert len(shown(finding)) == 4
    assert not set(text) & set("\x1b\x07\x9b\u202e")


def test_width() -> None:
    assert [width(text) for text in ("", "abc", "日本", "e\u0301")] == [0, 3, 4, 1]
