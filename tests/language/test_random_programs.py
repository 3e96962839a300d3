"""Random programs print, raise and stop at the same lines under the guards as in CPython.

`REXPY_PROGRAMS_FOR=600 pytest tests/language/test_random_programs.py` tries new ones for ten minutes.
"""

import builtins
import os
import random
import re
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rexpy
from rexpy.worker.language import ScriptRefused, compile_script, execute, new_namespace
from tests.language.programs import PRELUDE, program

# Addresses, and where exactly in the interpreter a recursion came to its end.
ADDRESS = re.compile(r"0x[0-9a-f]+|(?<=maximum recursion depth exceeded) [a-z ]+")
MAX_PRINTED = 2_000


# Compiled once: most of the time of a small program would be that of compiling these classes again.
PLAIN_PRELUDE = compile(PRELUDE, "prelude.py", "exec", dont_inherit=True)
GUARDED_PRELUDE = compile_script(PRELUDE, "prelude.py")


class TooMuch(BaseException):
    """The program prints without end."""


def outcome(run: Callable[[Callable[..., None]], object]) -> tuple[list[str], str, list[int]]:
    """Return what *run* printed, what it raised, and the lines of the script where."""
    printed: list[str] = []

    def show(*args: object) -> None:
        if len(printed) > MAX_PRINTED:
            raise TooMuch
        printed.append(ADDRESS.sub("", " ".join(map(str, args)))[:1000])

    raised, lines = "", []
    try:
        run(show)
    except (Exception, TooMuch) as error:
        raised = ADDRESS.sub("", f"{type(error).__name__}: {error}")[:1000]
        lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "x.py"]
    return printed, raised, lines


def plainly(source: str) -> Callable[[Callable[..., None]], None]:
    """Return what runs *source* in CPython."""

    def run(show: Callable[..., None]) -> None:
        variables: dict[str, Any] = {"__name__": "__main__", "__builtins__": {**vars(builtins), "print": show}}
        exec(PLAIN_PRELUDE, variables)
        exec(compile(source, "x.py", "exec", dont_inherit=True), variables)

    return run


def compare(source: str) -> None:
    """Run *source* on both sides, and fail with it where they differ."""

    def guarded(show: Callable[..., None]) -> None:
        namespace = new_namespace(importer=__import__, builtins={"print": show})  # type: ignore[arg-type]
        execute(GUARDED_PRELUDE, namespace)
        execute(compiled, namespace)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "x.py", "exec", dont_inherit=True)
        except SyntaxError:
            with pytest.raises(ScriptRefused):
                compile_script(source, "x.py")
            return
        compiled = compile_script(source, "x.py")
        here, there = outcome(guarded), outcome(plainly(source))
    assert here == there, source


@settings(
    max_examples=120,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(st.randoms(use_true_random=False))
def test_a_random_program_runs_as_in_cpython(source_of_choice: Random) -> None:
    compare(program(source_of_choice))


@pytest.mark.parametrize("seed", range(150))
def test_a_seeded_program_runs_as_in_cpython(seed: int) -> None:
    compare(program(Random(seed)))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's")
@pytest.mark.parametrize("seed", range(3))
def test_a_random_program_runs_sealed(seed: int) -> None:
    source = program(Random(seed))
    result = rexpy.run(PRELUDE + source, policy="", filename="x.py")
    printed, raised, lines = outcome(plainly(source))
    assert ADDRESS.sub("", result.stdout).splitlines() == "\n".join(printed).splitlines()
    assert (result.error is None) == (not raised)
    if result.error is not None:
        assert ADDRESS.sub("", result.error.message).removesuffix(": ") == raised.removesuffix(": ")
        assert result.error.line == lines[-1] + PRELUDE.count("\n")


@pytest.mark.skipif(
    "REXPY_PROGRAMS_FOR" not in os.environ, reason="takes as long as REXPY_PROGRAMS_FOR says, in seconds"
)
def test_new_programs_run_as_in_cpython() -> None:
    end = time.monotonic() + float(os.environ["REXPY_PROGRAMS_FOR"])
    while time.monotonic() < end:
        compare(program(Random(random.getrandbits(64))))
