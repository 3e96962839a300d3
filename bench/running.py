"""Runs a script on both sides: sealed under rexpy, and in a fresh CPython; holds them on one core where asked to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rexpy

ROOT = Path(__file__).resolve().parent.parent
PERMIT_ALL = "permit(principal, action, resource);"


@contextmanager
def one_core() -> Iterator[None]:
    """Hold this process, and all that it starts meanwhile, on one core: the last of those it may use."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def held(measure: Callable[[], float]) -> Callable[[], float]:
    """Return the same measurement, held on one core with all that it starts."""

    def on_one_core() -> float:
        with one_core():
            return measure()

    return on_one_core


def environment() -> dict[str, str]:
    """Return the environment of a child that must find the same rexpy as this process."""
    found = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *([found] if found else [])])}


def rexpy_command() -> list[str]:
    """Return the installed command where there is one beside the interpreter, else the module's."""
    script = Path(sys.executable).with_name("rexpy")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "rexpy"]


def sealed(source: str, *, policy: str = PERMIT_ALL) -> Any:
    """Run *source* under rexpy, fully sealed, and return its value. Raises RuntimeError where it fails."""
    result = rexpy.run(source, policy=policy)
    if not result.ok:
        raise RuntimeError(f"the benchmark's script failed: {result.error}")
    return result.value


def plain(source: str) -> Any:
    """Run *source*, whose last line is an expression, in a fresh CPython and return its value."""
    *lines, last = source.strip().splitlines()
    told = "\n".join([*lines, "import json", f"print(json.dumps({last}))"])
    return json.loads(child([sys.executable, "-I", "-c", told]))


def child(command: list[str]) -> str:
    """Run *command* and return its output. Raises RuntimeError with its error where it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {ended.returncode}: {ended.stderr[-2000:]}")
    return ended.stdout
