"""A whole `rexpy run`, from exec to exit, beside the imports that it cannot do without."""

from __future__ import annotations

import compileall
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import Row, compared, interleave, milliseconds
from bench.running import ROOT, child, rexpy_command

POLICY = 'permit(principal, action, resource in file_system::Dir::"/srv/data");'
"""Not everything: a policy that a script may itself change is refused."""


def measure(*, quick: bool = False) -> list[Row]:
    """Measure on all cores: a run starts its worker beside the broker, and a user has no fewer."""
    # As an installer leaves it; in a checkout the worker, which writes nothing, would compile itself anew each time.
    for package in ("rexpy", "hostapi"):
        compileall.compile_dir(ROOT / package, quiet=2)
    with tempfile.TemporaryDirectory() as directory:
        script, policy = Path(directory, "trivial.py"), Path(directory, "policy.cedar")
        script.write_text("6 * 7\n")
        policy.write_text(POLICY)
        run = [*rexpy_command(), "run", "-o", "json", "-p", str(policy), str(script)]
        imports = [sys.executable, "-c", "import click, cedarpy"]
        samples = interleave(lambda: _timed(run), lambda: _timed(imports), rounds=2 if quick else 21)
    return [
        compared(
            "start",
            "`rexpy run` of a trivial script, fully sealed, to `python -c 'import click, cedarpy'`",
            samples,
            limit=2.0,
            unit_of=milliseconds,
        )
    ]


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    child(command)
    return time.perf_counter() - start
