"""What holds for every test: with REXPY_CI set, a skip for want of a kernel feature that this machine has is a failure."""

import functools
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from rexpy.api import start_worker
from rexpy.seal.options import SealOptions
from rexpy.seal.report import Enforcement, SealReport
from rexpy.wire.connection import Connection
from rexpy.wire.messages import Hello
from rexpy.wire.state import Role

# How long a case takes, or making it, is the machine's business, and the machine is shared.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

_ABOUT_KERNEL = re.compile(r"tests/(kernel|seal|races|atomic|guardrail|limits)/")
_NOT_THE_KERNEL = re.compile(
    r"another user may not|an ordinary user|as an ordinary user already|lies among the interpreter|32-bit entry|"
    r"has no \w+$|there is no /dev|no access control lists|no second file system|needs root|only root"
)
"""Reasons that are about the user, the interpreter or the disks here."""


@pytest.fixture
def short() -> Iterator[Path]:
    """A directory for sockets, whose names may have 107 bytes, however deep the tests' own temporary directory lies."""
    with tempfile.TemporaryDirectory(prefix="rexpy-", dir="/tmp") as place:
        yield Path(place)


@functools.cache
def everything_in_force() -> bool:
    """Whether a worker on this machine reports every mechanism in full."""
    with start_worker(SealOptions()) as worker:
        connection = Connection(Role.BROKER)
        events: list[object] = []
        while not events and (data := worker.sock.recv(16384)):
            events += connection.receive(data)
        assert events, "no worker could be sealed on this machine"
        assert isinstance(events[0], Hello)
        report = SealReport.from_wire(events[0].report)
    return all(mechanism.enforcement is Enforcement.FULL for mechanism in report.mechanisms)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip that the kernel here does not excuse into a failure."""
    report = yield
    if os.environ.get("REXPY_CI") and report.skipped and _ABOUT_KERNEL.search(item.nodeid):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not _NOT_THE_KERNEL.search(reason) and everything_in_force():
            report.outcome = "failed"
            report.longrepr = f"skipped although this machine has every mechanism: {reason}"
    return report
