"""What containment this machine gives: a worker is started and sealed as for a run, reports, and is ended."""

import os
import platform
from dataclasses import dataclass
from typing import Any

from rexpy.api import start_worker
from rexpy.broker.worker_process import WorkerProcess
from rexpy.errors import RunnerError
from rexpy.seal.options import MECHANISMS, SealOptions
from rexpy.seal.report import ReportInvalid, SealReport, check
from rexpy.wire import limits as wire_limits
from rexpy.wire.connection import Connection
from rexpy.wire.errors import RemoteProtocolError
from rexpy.wire.messages import Hello
from rexpy.wire.state import Role

PATIENCE_S = 30.0
"""How long a worker may take to be sealed; a loaded machine needs a second."""

PURPOSES = {
    "no_new_privs": "no set-user-id program can give the worker privileges",
    "seccomp": "only system calls to compute, wait, exit and use the one socket; any other ends the run",
    "landlock": "no file can be opened and no TCP connection made, whatever the user may do",
    "rlimits": "memory, processor time, files, processes and core dumps are bounded",
    "descriptors": "nothing is open in the worker but its socket",
    "identity": "a worker started as root is no longer root",
    "user_namespace": "what the worker is called and may do ends at its namespace",
    "network_namespace": "no network interface exists for the worker, not even loopback",
    "ipc_namespace": "no shared memory, semaphore or queue of the host is in reach",
    "pid_namespace": "no other process can be named, and all of the worker's end with it",
    "mount_namespace": "the worker's file tree is empty",
}
"""What each layer is for, in a sentence."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One mechanism: what it is for, how far it is in force (full, partial, none), and whether a run needs
    it.
    """

    mechanism: str
    purpose: str
    enforcement: str
    detail: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found. *missing* says why a run would be refused, one sentence each; empty when it would not
    be.
    """

    host: dict[str, str]
    mechanisms: tuple[Layer, ...]
    missing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether a run would be accepted."""
        return not self.missing

    def to_json(self) -> dict[str, Any]:
        """Return the diagnosis as JSON can say it."""
        return {
            "schema_version": 1,
            "ok": self.ok,
            "host": self.host,
            "mechanisms": [{name: getattr(layer, name) for name in Layer.__slots__} for layer in self.mechanisms],
            "missing": list(self.missing),
        }


def diagnose(options: SealOptions) -> Diagnosis:
    """Return what a worker sealed under *options* reports. Raises nothing that is the machine's fault: it is
    a finding.
    """
    try:
        worker = start_worker(options)
    except RunnerError as error:
        return Diagnosis(host_facts(), (), (str(error),))
    with worker:
        worker.arm(PATIENCE_S)
        try:
            report = _hello(worker)
        except (RemoteProtocolError, ReportInvalid) as error:
            return Diagnosis(host_facts(), (), (f"the worker did not report its seal: {error}",))
        if report is None:
            return Diagnosis(host_facts(), (), (_why_none(worker),))
    layers = tuple(
        Layer(
            each.mechanism,
            PURPOSES[each.mechanism],
            each.enforcement.value,
            each.detail,
            _needed(each.mechanism, options),
        )
        for each in report.mechanisms
    )
    return Diagnosis(host_facts(), layers, check(report, options))


def _hello(worker: WorkerProcess) -> SealReport | None:
    """Return the seal report as the broker would take it, None where the worker ended first."""
    connection = Connection(Role.BROKER)
    while True:
        try:
            data = worker.sock.recv(wire_limits.RECEIVE_SIZE)
        except ConnectionError:
            data = b""
        if not data:
            return None
        for event in connection.receive(data):
            if type(event) is not Hello or event.version != wire_limits.PROTOCOL_VERSION:
                raise RemoteProtocolError("it did not begin as it must")
            return SealReport.from_wire(event.report)


def _why_none(worker: WorkerProcess) -> str:
    ended = worker.wait(PATIENCE_S)
    if worker.timed_out:
        return f"the worker was not sealed within {PATIENCE_S:g} s"
    failure = worker.failure
    if failure is None:
        return f"the worker ended before it was sealed (signal {ended.signal}, code {ended.code})"
    name = failure.mechanism
    return f"{name} cannot be set up: {failure.reason} (--waive {name} runs without it)" if name else failure.reason


def _needed(mechanism: str, options: SealOptions) -> bool:
    """Whether a run under *options* needs the mechanism, asked of the check that decides it."""
    from rexpy.seal.report import Enforcement, MechanismReport

    made = [
        MechanismReport(name, Enforcement.NONE if name == mechanism else Enforcement.FULL, "") for name in MECHANISMS
    ]
    return bool(check(SealReport(tuple(made)), options))


def host_facts() -> dict[str, str]:
    """Return what decides which layers there can be: Python, kernel, architecture, user, Landlock."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "user": "root" if os.geteuid() == 0 else f"uid {os.geteuid()}",
        "landlock": _landlock(),
    }


def _landlock() -> str:
    if platform.system() != "Linux":
        return "not on this system"
    from rexpy.seal import landlock

    try:
        return f"ABI {landlock.abi_version()}"
    except OSError as error:
        return f"not available: {error.strerror}"
