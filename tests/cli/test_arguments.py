from pathlib import Path

import pytest

from rexpy.cli.arguments import MAX_FILE_BYTES, gather, words
from rexpy.errors import ArgumentsInvalid

from .conftest import Put


def test_text_and_json_are_told_apart() -> None:
    given = [("a", "3", False), ("b", "3", True), ("c", '{"d":[null,true]}', True)]
    assert gather(None, given) == {"a": "3", "b": 3, "c": {"d": [None, True]}}


def test_assignments_override_the_file(put: Put) -> None:
    path = put("args.json", '\ufeff{"days": 3, "host": "a"}')
    assert gather(str(path), [("host", "b", False)]) == {"days": 3, "host": "b"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[1]", "a JSON object, not an array"),
        ('"days"', "a JSON object, not a string"),
        ("null", "not null"),
        ("true", "not a boolean"),
        ('{"days": NaN}', "NaN is no JSON number"),
        ('{"days": 1, "days": 2}', "twice"),
        ('{"a-b": 1}', "'a-b' cannot be an argument's name"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_wrong(put: Put, text: str, message: str) -> None:
    path = put("args.json", text)
    with pytest.raises(ArgumentsInvalid, match=message) as caught:
        gather(str(path), [])
    assert caught.value.findings[0].file == str(path)


def test_where_the_json_is_wrong(put: Put) -> None:
    with pytest.raises(ArgumentsInvalid) as caught:
        gather(str(put("args.json", '{\n  "days": ,\n}')), [])
    finding = caught.value.findings[0]
    assert (finding.line, finding.column, finding.excerpt) == (2, 11, '  "days": ,')


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "args.json"
    path.write_bytes(b'{\n"a": "\xff"}')
    with pytest.raises(ArgumentsInvalid, match="0xff") as caught:
        gather(str(path), [])
    assert (caught.value.findings[0].line, caught.value.findings[0].column) == (2, 7)


def test_a_file_that_is_too_large(put: Put) -> None:
    path = put("args.json", '{"a": "' + "x" * MAX_FILE_BYTES + '"}')
    with pytest.raises(ArgumentsInvalid, match="larger than"):
        gather(str(path), [])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ArgumentsInvalid, match="No such file"):
        gather(str(tmp_path / "none.json"), [])


def test_a_name_given_twice() -> None:
    with pytest.raises(ArgumentsInvalid, match="days is given twice"):
        gather(None, [("days", "1", False), ("days", "2", False)])


def test_json_that_is_wrong_names_its_argument() -> None:
    with pytest.raises(ArgumentsInvalid, match="--arg days:1:1: not JSON"):
        gather(None, [("days", "three", True)])


def test_words_are_unicode() -> None:
    assert words(["--days", "3", "größe"]) == ("--days", "3", "größe")
    with pytest.raises(ArgumentsInvalid, match="argument 2: not UTF-8"):
        words(["a", "\udcff"])
    with pytest.raises(ArgumentsInvalid, match="--arg a: not UTF-8"):
        gather(None, [("a", "\udcff", False)])
