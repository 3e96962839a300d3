"""Runs an attack in a hostile worker against the real broker, and returns how the broker ended the run."""

import textwrap
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rexpy.api import Runner
from rexpy.broker.limits import Limits
from rexpy.broker.result import Result
from rexpy.broker.spawn import spawn
from rexpy.errors import ContainmentError
from rexpy.seal.options import SealOptions
from tests.broker.runs import EVERYTHING, PRINCIPAL, nothing_left, policy, value

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 4


def attack(
    directory: Path,
    code: str,
    *,
    waive: Sequence[str] = (),
    limits: Limits | None = None,
    policy_text: str = EVERYTHING,
    source: str = "",
    given: Sequence[Path] = (),
    **options: Any,
) -> Result:
    """Run `code` in a hostile worker and return how that ended."""
    program = directory / "program.py"
    program.write_text(
        f"import sys\nsys.path.append({str(ROOT)!r})\nfrom tests.protocol import hostile\nhostile.main({textwrap.dedent(code)!r})\n"
    )
    runner = Runner(
        policy=policy(policy_text),
        principal=PRINCIPAL,
        limits=limits or Limits(wall_s=10),
        waive=waive,
        module_path=given,
    )
    with spawn(SealOptions(waive=frozenset(waive)), program=str(program)) as worker:
        return runner.run_in(worker, source, **options)


def attack_with_each(
    directory: Path, codes: Mapping[str, str], *, policy_text: str = EVERYTHING
) -> dict[str, Result | ContainmentError]:
    """Run every code in a hostile worker of its own, a few at a time; together they leave nothing behind."""

    def one(numbered: tuple[int, str]) -> Result | ContainmentError:
        own = directory / str(numbered[0])
        own.mkdir()
        try:
            return attack(own, numbered[1], policy_text=policy_text)
        except ContainmentError as error:
            return error

    with nothing_left(), ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(codes, pool.map(one, enumerate(codes.values())), strict=True))


def the_next_run_works() -> None:
    """Run an ordinary script to its end."""
    assert value("6 * 7") == 42
