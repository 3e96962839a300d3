"""Whole runs for the tests: a real policy, a real sealed worker, and what must be as it was when they are over."""

import contextlib
import os
import textwrap
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import rexpy
from rexpy.broker.policy import Policy
from rexpy.broker.result import Result

PRINCIPAL = 'User::"tester"'
EVERYTHING = "permit(principal, action, resource);"

ATTEMPT = '''
def attempt(what, *arguments, **keywords):
    """Say what came of a call: ["done", value] or the whole of the OSError."""
    try:
        return ["done", what(*arguments, **keywords)]
    except OSError as error:
        denial = getattr(error, "denial", None)
        told = None if denial is None else [denial.action, denial.resource, denial.effect, list(denial.policies), denial.advice]
        return [type(error).__name__, error.errno, error.strerror, error.filename, error.filename2, str(error), told]

def write(path, text, mode="w"):
    with open(path, mode) as file:
        file.write(text)

def read(path):
    with open(path) as file:
        return file.read()

import os, shutil, socket, time
'''
"""What most scripts begin with; `attempt` makes an error a value that a test can look at."""


@cache
def policy(text: str = EVERYTHING) -> Policy:
    """Return the loaded policy; the same text is loaded once."""
    return Policy.from_text(text)


def run(script: str, *, policy_text: str = EVERYTHING, **options: Any) -> Result:
    """Run a script that may use `attempt`, `write` and `read`."""
    given = options.pop("policy", None)
    source = ATTEMPT + textwrap.dedent(script)
    return rexpy.run(source, policy=given if given is not None else policy(policy_text), principal=PRINCIPAL, **options)


def value(script: str, **options: Any) -> Any:
    """Run a script to its end and return its last value."""
    result = run(script, **options)
    assert result.error is None, result.error
    return result.value


def permits(*granted: tuple[str, str, str | Path]) -> str:
    """Return Cedar text with one permit for each (action, File or Dir, path)."""
    return "\n".join(
        f'permit(principal, action == file_system::Action::"{action}", resource == file_system::{kind}::"{path}");'
        for action, kind, path in granted
    )


def below(directory: Path) -> str:
    """Return Cedar text that permits everything in and below a directory."""
    return f'permit(principal, action, resource in file_system::Dir::"{directory}");'


def descriptors() -> set[tuple[str, str]]:
    """Return the numbers of this process's open descriptors, with what each stands for."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):
            found.add((number, os.readlink(f"/proc/self/fd/{number}")))
    return {(number, what) for number, what in found if not what.endswith("/fd")}


def children() -> set[int]:
    """Return the process ids of this process's children, those that wait to be reaped included."""
    found = set()
    for pid in (name for name in os.listdir("/proc") if name.isdigit()):
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text()
            if int(stat.rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(pid))
    return found


@contextlib.contextmanager
def nothing_left() -> Iterator[None]:
    """Check that the block leaves no descriptor, child process or thread behind."""
    before = descriptors(), children(), set(threading.enumerate())
    yield
    until = time.monotonic() + 2
    while (after := (descriptors(), children(), set(threading.enumerate()))) != before and time.monotonic() < until:
        time.sleep(0.01)
    for was, now in zip(before, after, strict=True):
        assert now <= was, f"left behind: {now - was}"


def status_kib(field: str) -> int:
    """Return a figure of this process from /proc/self/status, VmRSS or VmHWM, in KiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1])
    raise KeyError(field)


@contextlib.contextmanager
def growing_at_most(mebibytes: int) -> Iterator[None]:
    """Check that this process, the broker, never holds more than that in addition while the block runs."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew, proc_pid_clear_refs(5)
    before = status_kib("VmRSS")
    yield
    grown = status_kib("VmHWM") - before
    assert grown < mebibytes * 1024, f"grew by {grown} KiB"
