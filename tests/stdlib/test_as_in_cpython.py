"""Each script here and in tests/language prints in a sealed worker exactly what it prints in CPython, and ends alike."""

from pathlib import Path

import pytest

from tests.stdlib.running import in_cpython, run

HERE = Path(__file__).parent
SCRIPTS = [
    *sorted((HERE / "scripts").glob("*.py")),
    *sorted((HERE.parent / "language" / "scripts").glob("*.py")),
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_prints_the_same(script: Path, tmp_path: Path) -> None:
    source = script.read_text(encoding="utf-8")
    # Of one length: a script may print its directory in columns.
    ours, theirs = tmp_path / "one", tmp_path / "two"
    ours.mkdir()
    theirs.mkdir()
    expected = in_cpython(source, theirs)
    result = run(source, ours)
    assert result.stdout.splitlines() == expected.stdout.splitlines(), f"{result.error}\n{result.stderr}"
    assert result.exit_code == expected.returncode, result.error
    assert result.stdout or result.value is not None, "a script without output shows nothing"


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 36
    assert {path.parents[1].name for path in SCRIPTS} == {"stdlib", "language"}
