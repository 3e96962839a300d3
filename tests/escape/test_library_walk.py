"""No way through the library that a guarded script can take leads to what it must not hold (walk.py), tried at random.

Seeded, so that what fails fails again. `REXPY_WALKS` is how many more walks are taken, from a new choice.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXPLORED = 250


def walk(seed: int, *, explorations: int, walks: int) -> tuple[list[str], int]:
    """Return what was found that no script may hold, and how many explorations and walks ended by themselves."""
    packages = ":".join(path for path in sys.path if path.endswith("-packages"))
    arguments = [str(HERE.parents[1]), packages, str(seed), str(explorations), str(walks)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(HERE / "walk.py"), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    return [line for line in lines if line.startswith("found ")], sum(line.startswith("objects ") for line in lines)


@pytest.mark.parametrize("seed", range(2))
def test_no_way_leads_to_what_a_script_must_not_hold(seed: int) -> None:
    found, ended = walk(seed, explorations=EXPLORED, walks=20)
    assert found == []
    assert ended > EXPLORED // 2


def test_a_walk_finds_what_it_looks_for() -> None:
    """Without this, the walk could miss whatever is there; the dict of any class is each raw method."""
    source = (HERE / "walk.py").read_text()
    opened = source.replace(
        "from rexpy.worker.stdlib import modules\n",
        "from rexpy.worker.language import special\n"
        "from rexpy.worker.stdlib import modules\n"
        "special.READERS['__dict__'] = getattr\n",
    )
    assert opened != source
    packages = ":".join(path for path in sys.path if path.endswith("-packages"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", opened, str(HERE.parents[1]), packages, "1", "40", "0"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "found " in done.stdout


@pytest.mark.skipif("REXPY_WALKS" not in os.environ, reason="takes as many walks as REXPY_WALKS says")
def test_new_walks() -> None:
    seed = random.getrandbits(32)
    found, _ = walk(seed, explorations=1 << 20, walks=int(os.environ["REXPY_WALKS"]))
    assert found == [], f"seed {seed}"
