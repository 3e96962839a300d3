"""Invariant: the worker's process never loads what only the broker may have; imports that a layer contract cannot see count too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import RestrictedPython

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Path(RestrictedPython.__file__).resolve().parents[1]
TRUSTED = (
    "hostapi",
    "cedarpy",
    "rexpy.broker",
    "rexpy.api",
    "rexpy.cli",
    "rexpy.tooling",
    "click",
    "rich",
    "dns",
    "pytest",
)
LOOK = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def loaded(code: str) -> list[str]:
    """Return the modules that a clean interpreter has after `code`, started as a worker is."""
    program = f"import sys; sys.path += [{os.fspath(ROOT)!r}, {os.fspath(LIBRARY)!r}]\nshow = open('/dev/fd/9', 'w').write\n{code}"
    reading, writing = os.pipe()
    program = (
        program.replace("/dev/fd/9", f"/dev/fd/{writing}")
        + "\nimport json\nshow(json.dumps(sorted(sys.modules)))\nshow.__self__.close()"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", program],
        env={},
        cwd="/",
        pass_fds=[writing],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writing)
    with os.fdopen(reading) as source:
        text = source.read()
    assert done.returncode == 0, done.stderr
    return list(json.loads(text))


def trusted_among(names: list[str]) -> list[str]:
    return [name for name in names if any(name == each or name.startswith(f"{each}.") for each in TRUSTED)]


@pytest.mark.parametrize(
    "code",
    [
        "import rexpy.worker.__main__",
        "import rexpy.worker.serve",
        "import rexpy.worker.serve as serve; serve.prepare()",
        "import rexpy.worker.language",
        "import rexpy.worker.stdlib.library",
        "import rexpy.seal.apply",
        "import rexpy.wire.connection, rexpy.wire.parse",
    ],
)
def test_a_worker_loads_nothing_that_is_the_brokers(code: str) -> None:
    names = loaded(code)
    assert "rexpy" in names
    assert trusted_among(names) == []


def test_the_check_finds_what_it_looks_for() -> None:
    assert "hostapi.registry" in trusted_among(loaded("import hostapi.registry"))


def test_the_broker_loads_no_language_and_no_library_of_the_worker() -> None:
    """It never compiles or runs what a script says."""
    names = loaded(f"sys.path.append({os.fspath(LIBRARY)!r})\nimport rexpy.api")
    assert "rexpy.broker.run" in names
    assert [name for name in names if name.startswith(("rexpy.worker", "RestrictedPython"))] == []


def test_a_trivial_script_loads_no_resolver_and_no_printer() -> None:
    """What costs time to import is imported at its first use."""
    names = loaded("import rexpy\nassert rexpy.run('6 * 7', policy='').value == 42")
    assert [name for name in names if name.split(".")[0] in ("dns", "click", "rich", "asyncio")] == []
