"""CPython's own tests pass under rexpy as they do in CPython, but for those that are listed, each with its reason."""

import os
from pathlib import Path

import pytest

from .driver import compare, in_cpython, own_tests_at, prepare, sources, under_rexpy
from .skipped import SKIPPED

LEAST = {
    "test_configparser": 300, "test_csv": 100, "test_fnmatch": 10, "test_glob": 12, "test_json": 55, "test_pathlib": 200,
    "test_shutil": 70, "test_statistics": 250, "test_tempfile": 50, "test_textwrap": 55,
}  # fmt: skip
"""How many tests of each module have to pass at the least; a run that stops early passes fewer."""


@pytest.fixture(scope="module", autouse=True)
def own_tests() -> Path:
    """Where this interpreter has its own tests: they are read there, and are no part of this repository."""
    here = own_tests_at()
    if here is None:
        pytest.skip("this interpreter comes without its own tests (Debian has them in libpython3-testsuite)")
    return here


@pytest.mark.parametrize("name", sorted(SKIPPED))
def test_passes_as_in_cpython(name: str, tmp_path: Path) -> None:
    if not sources(name):
        # Debian's package `test` has none of them; an interpreter that has some and not others lost something.
        assert not os.environ.get("REXPY_CI"), f"this interpreter has no {name}, and has other tests"
        pytest.skip(f"this interpreter has no {name}")
    prepared = prepare(name, tmp_path.resolve())
    plain = in_cpython(prepared)
    sealed = under_rexpy(prepared)
    if sealed.contained is False:
        pytest.skip(f"no containment here: {sealed.error}")
    assert not plain.error
    assert not sealed.error, sealed.findings or sealed.error
    found = compare(name, plain, sealed)
    assert not found.unexpected, "\n".join(found.unexpected)
    assert not found.stale, "these pass: take them off the list\n" + "\n".join(found.stale)
    assert found.counts.passed >= LEAST[name], found.counts
    print(found.counts)


def test_every_reason_is_a_clause() -> None:
    reasons = {reason for table in SKIPPED.values() for reason in table.values()}
    assert len(reasons) >= 10
    assert all(len(reason.split()) >= 2 and reason[0].islower() and not reason.endswith(".") for reason in reasons)
    assert sorted(SKIPPED) == sorted(LEAST)
