"""What CPython says while it compiles, a script's owner sees as well: the same text, on standard error."""

import subprocess
import sys
from pathlib import Path

import pytest

import rexpy

SOURCE = r"""
import re
x = 1
print("\d", re.compile("a\.b").pattern)
if x is 1:
    print("one")
assert (x, "always")
def f():
    return "abc" [0]()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's")
def test_warnings_of_the_compiler_are_shown_as_in_cpython(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SOURCE)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    result = rexpy.run(SOURCE, policy="", cwd=tmp_path, filename="script.py")
    if result.exit_code == 125 and result.error is not None and "contain" in result.error.message:
        pytest.skip(f"no containment here: {result.error.message}")
    assert "SyntaxWarning" in done.stderr
    # From 3.12 on CPython names the script by its whole path.
    assert result.stderr == done.stderr.replace(f"{tmp_path}/", "")
    assert result.stdout == done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's")
def test_warnings_of_a_helper_module_are_shown(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("value = 1\nif value is 1:\n    pass\n")
    result = rexpy.run("import helper", policy="", cwd=tmp_path, module_path=[tmp_path], filename="script.py")
    if result.exit_code == 125 and result.error is not None and "contain" in result.error.message:
        pytest.skip(f"no containment here: {result.error.message}")
    assert "helper.py:2: SyntaxWarning: " in result.stderr
    assert result.stderr.endswith("  if value is 1:\n")
