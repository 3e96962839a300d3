"""Runs a script in a real, sealed worker, or in plain CPython, in a directory of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

import rexpy

ALLOW = "permit(principal, action, resource);"
DEFAULT = rexpy.Limits()


def run(
    source: str,
    directory: Path,
    *,
    policy: str = ALLOW,
    argv: tuple[str, ...] = (),
    limits: rexpy.Limits = DEFAULT,
) -> rexpy.Result:
    """Return the result of *source* under *policy*, with *directory* as its working directory."""
    result = rexpy.run(source, policy=policy, cwd=directory, filename="script.py", argv=argv, limits=limits)
    if result.exit_code == 125 and result.error is not None and "contain" in result.error.message:
        pytest.skip(f"no containment here: {result.error.message}")
    return result


def printed(source: str, directory: Path, *, policy: str = ALLOW) -> str:
    """Return what *source* prints; a script that fails fails the test."""
    result = run(source, directory, policy=policy)
    assert result.exit_code == 0, f"{result.error}\n{result.stderr}"
    return result.stdout


def in_cpython(source: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Return how *source* ran in plain CPython, with *directory* as its working directory."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", source],
        cwd=directory,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={"HOME": str(directory), "TZ": ":/etc/localtime"},
    )
