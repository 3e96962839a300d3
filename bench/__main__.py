"""`python -m bench [NAME…]`: measures and prints; `--write` also writes docs/bench.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench import machine, show
from bench.catalogue import BENCHMARKS
from bench.figures import Row
from bench.running import ROOT

PAGE = ROOT / "docs" / "bench.md"
_HEAD = """# Measured

Written by `python -m bench --write`; `python -m bench` measures again. Each figure compares rexpy with a peer
in the same run, one round of each in turn; it is the median of the rounds' ratios, with the quartiles beside
it. Ratios travel from machine to machine; the absolute figures do not.

`start`, `roundtrip`, `read_small` and `walk` may use every core, as they do for a user: where a second one is free,
broker and worker have one each while calls come densely (ADR 0030), and use the time of both. What says that it is
held on one core is, with its peer, and so is everything else.

"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was named and print it. With `--strict`, return 1 where a limit is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"one of: {', '.join(BENCHMARKS)} [all]")
    parser.add_argument("-o", "--output", choices=("table", "json", "markdown"), default="table")
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it works, measures nothing")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a limit is missed")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)} as well")
    given = parser.parse_args(argv)
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    if given.write and (given.names or given.quick):
        parser.error("--write publishes every figure, in full; it takes no NAME and no --quick")
    rows: list[Row] = []
    for name in given.names or BENCHMARKS:
        if sys.stderr.isatty():
            sys.stderr.write(f"{name} …\n")
        rows += BENCHMARKS[name](quick=given.quick)
    _print(rows, given.output)
    if given.write:
        PAGE.write_text(_page(rows), encoding="utf-8")
    return 1 if given.strict and any(row.met is False for row in rows) else 0


def _print(rows: Sequence[Row], form: str) -> None:
    if form == "json":
        sys.stdout.write(show.as_json(rows, machine.describe()))
    elif form == "markdown":
        sys.stdout.write(show.markdown(rows))
    else:
        show.table(rows)


def _page(rows: Sequence[Row]) -> str:
    about = "".join(f"- {name}: {value}\n" for name, value in machine.describe().items())
    return _HEAD + show.markdown(rows) + "\n## Machine\n\n" + about


if __name__ == "__main__":
    sys.exit(main())
