"""Each script in `scripts/` prints in a sealed worker exactly what it prints in CPython."""

from pathlib import Path

import pytest

from tests.stdlib.running import in_cpython, printed

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_prints_the_same(script: Path, tmp_path: Path) -> None:
    source = script.read_text()
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    expected = in_cpython(source, theirs)
    assert expected.count("\n") >= 5
    assert printed(source, ours).splitlines() == expected.splitlines()


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 4
