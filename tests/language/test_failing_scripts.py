"""Each script in `failures/` fails under the guards with the very text that CPython prints: frames, carets, chains."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import rexpy
from rexpy.worker.language import compile_script, describe, execute, new_namespace
from tests.language.test_runs_as_in_cpython import importer

FAILURES = sorted((Path(__file__).parent / "failures").glob("*.py"))


def in_cpython(path: Path) -> str:
    """Return what the interpreter prints of the error that ends the script."""
    command = [sys.executable, "-I", "-X", "utf8", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stderr


def under_guards(path: Path) -> str:
    """Return the account of the same script's failure."""
    source = path.read_bytes().decode()
    namespace = new_namespace(importer=importer, builtins={"print": lambda *_, **__: None}, file=str(path))
    with pytest.raises(BaseException) as caught:
        execute(compile_script(source, str(path)), namespace)
    return describe(caught.value, str(path), limit=1 << 16).traceback


def test_there_are_failures() -> None:
    assert len(FAILURES) >= 45


@pytest.mark.parametrize("path", FAILURES, ids=lambda path: path.stem)
def test_script_fails_as_in_cpython(path: Path) -> None:
    # How deep the stack was when the script began is the test's own.
    repeated = re.compile(r"repeated \d\d\d+ more times")
    assert repeated.sub("", under_guards(path)) == repeated.sub("", in_cpython(path))


SEALED = (
    "carets_binary",
    "during_handling",
    "group_with_causes",
    "name_suggestion",
    "raise_from_none",
    "syntax_error_made",
)


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's")
@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_worker_says_the_same(name: str) -> None:
    path = next(path for path in FAILURES if path.stem == name)
    error = rexpy.run(path, policy="").error
    assert error is not None
    assert error.traceback == in_cpython(path)
