"""Each program prints, ends and leaves behind under rexpy what it does in CPython, under a policy that grants its tree."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import rexpy

from .tree import make

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))


def look(base: Path) -> dict[str, tuple[int, object]]:
    """Return mode and content of every entry below *base*, by path."""
    found: dict[str, tuple[int, object]] = {}
    for path in sorted(base.rglob("*")):
        mode = path.lstat().st_mode
        content: object = os.readlink(path) if stat.S_ISLNK(mode) else path.read_bytes() if stat.S_ISREG(mode) else None
        found[str(path.relative_to(base))] = mode, content
    return found


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_program_runs_as_in_cpython(program: Path, tmp_path: Path) -> None:
    # Of one length, so that columns agree.
    bases = plain, sealed = tmp_path.resolve() / "one", tmp_path.resolve() / "two"
    for base in bases:
        base.mkdir()
        make(base)
        (base / "script.py").write_bytes(program.read_bytes())
    wanted = subprocess.run(
        [sys.executable, "-X", "utf8", "-B", str(plain / "script.py")],
        cwd=plain,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={"HOME": "/root", "TZ": ":/etc/localtime"},
        timeout=60,
        check=False,
    )
    result = rexpy.run(
        program.read_bytes(),
        filename=str(sealed / "script.py"),
        policy=f'permit(principal, action, resource in file_system::Dir::"{sealed}");',
        cwd=sealed,
    )
    if result.exit_code == 125 and result.error is not None and "contain" in result.error.message:
        pytest.skip(f"no containment here: {result.error.message}")
    where = str(plain), str(sealed)
    assert result.stdout == wanted.stdout.decode().replace(*where), result.error or result.stderr
    assert result.exit_code == wanted.returncode, result.error
    stderr = wanted.stderr.decode().replace(*where)
    if "Traceback" in stderr:
        assert result.error is not None
        assert stderr.endswith(f"{result.error.message}\n")
    else:
        assert result.stderr == stderr
    assert look(sealed) == look(plain)


def test_there_are_many_programs() -> None:
    assert len(PROGRAMS) >= 140
