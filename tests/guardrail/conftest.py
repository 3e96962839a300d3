"""A file and an empty directory that the changes use as what they move and copy."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def spare_entries(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path_factory.mktemp("spare")
    (place / "empty").mkdir()
    monkeypatch.setenv("REXPY_TEST_SPARE", str(place / "file"))
    monkeypatch.setenv("REXPY_TEST_EMPTY", str(place / "empty"))
    return place
