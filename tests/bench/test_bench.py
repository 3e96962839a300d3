"""Every benchmark runs and yields figures. No figure is judged here: a shared machine's time is not a test."""

from __future__ import annotations

import importlib.util
import json
import math
import sys

import pytest

from bench import show
from bench.__main__ import main
from bench.catalogue import BENCHMARKS
from bench.figures import Bound, Row, Samples

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the figures are of the sealed worker: Linux")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_yields_figures(name: str) -> None:
    rows = BENCHMARKS[name](quick=True)
    assert rows
    for row in rows:
        assert row.bench == name
        if row.figure is None:
            assert row.note, f"{row.what}: neither a figure nor a reason"
        else:
            assert math.isfinite(row.figure)
            assert row.figure > 0
    assert any(row.figure is not None for row in rows) or name == "memory"


def test_a_peer_that_is_missing_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    from bench import read_small

    monkeypatch.setattr(read_small, "sealed", lambda source: 2.0)
    monkeypatch.setattr(read_small, "plain", lambda source: 1.0)
    beside_cpython, on_one_core, beside_monty = read_small.measure(quick=True)
    assert (beside_cpython.figure, on_one_core.figure, on_one_core.limit) == (2.0, 2.0, None)
    assert (beside_monty.figure, beside_monty.note, beside_monty.met) == (None, "not installed", None)


def test_a_ratio_is_taken_pair_by_pair() -> None:
    # The machine was ten times slower in the last round, for both.
    assert Samples((2.0, 2.0, 30.0), (1.0, 1.0, 10.0)).ratio() == (2.0, 2.0, 2.5)


@pytest.mark.parametrize(
    ("bound", "figure", "met"),
    [
        (Bound.AT_MOST, 2.0, True),
        (Bound.AT_MOST, 2.1, False),
        (Bound.AT_LEAST, 2.0, True),
        (Bound.AT_LEAST, 1.9, False),
    ],
)
def test_a_limit_is_met_on_its_own_side(bound: Bound, figure: float, met: bool) -> None:
    assert Row(bench="x", what="y", figure=figure, limit=2.0, bound=bound).met is met


def test_only_strict_makes_a_missed_limit_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = [Row(bench="start", what="a run", figure=3.0, limit=2.0, ours="3 ms", peer="1 ms")]
    monkeypatch.setitem(BENCHMARKS, "start", lambda *, quick=False: missed)
    assert main(["start"]) == 0
    assert "missed" in capsys.readouterr().out
    assert main(["start", "--strict", "-o", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["rows"][0]["met"] is False
    assert set(said["machine"]) >= {"processor", "cores", "kernel", "python"}


def test_an_unknown_benchmark_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["strat"])
    assert ended.value.code == 2
    assert "start" in capsys.readouterr().err


def test_part_of_the_figures_is_never_published() -> None:
    for part in (["start"], ["--quick"]):
        with pytest.raises(SystemExit):
            main([*part, "--write"])


def test_markdown_holds_a_line_for_each_row_and_its_note() -> None:
    rows = [Row(bench="walk", what="files", figure=0.5, limit=12.0, note="of a note")]
    text = show.markdown(rows)
    assert "| walk | files | 0.500 × |" in text
    assert "- walk: of a note." in text
