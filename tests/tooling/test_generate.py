from pathlib import Path

import pytest

from hostapi.registry import OPERATIONS
from rexpy.tooling import generate
from rexpy.tooling.pages import INDEX, pages


def test_there_is_a_page_a_family_and_an_index() -> None:
    families = {operation.name.partition(".")[0] for operation in OPERATIONS}
    assert set(pages()) == {INDEX, *(f"{family}.md" for family in families)}


def test_each_operation_has_its_section_and_a_link_to_it() -> None:
    made = pages()
    for operation in OPERATIONS:
        family = operation.name.partition(".")[0]
        assert f"\n## {operation.name}\n" in made[f"{family}.md"]
        assert f"]({family}.md#{operation.name.replace('.', '')})" in made[INDEX]


def test_what_was_written_is_fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([str(tmp_path)]) == 0
    assert generate.main(["--check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_stale_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([str(tmp_path)])
    (tmp_path / "fs.md").write_text("old")
    (tmp_path / "dns.md").unlink()
    (tmp_path / "gone.md").write_text("a family that is no more")
    assert generate.main(["--check", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'fs.md'} is stale" in said
    assert f"{tmp_path / 'dns.md'} is missing" in said
    assert f"{tmp_path / 'gone.md'} is not generated any more" in said
    assert (tmp_path / "fs.md").read_text() == "old"
    generate.main([str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == set(pages())


def test_checking_a_directory_that_is_not_there_fails(tmp_path: Path) -> None:
    assert generate.main(["--check", str(tmp_path / "none")]) == 1


def test_nothing_to_check_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(generate, "pages", dict)
    assert generate.main(["--check", str(tmp_path)]) == 1


def test_the_pages_of_this_checkout_are_fresh() -> None:
    directory = Path(__file__).resolve().parents[2] / generate.DIRECTORY
    assert generate.stale(directory, pages()) == []
