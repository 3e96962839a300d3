"""Runs a program in a sealed process with the language layer gone, and says how that ended."""

import contextlib
import json
import os
from dataclasses import dataclass, field

from rexpy.broker.spawn import spawn
from rexpy.broker.worker_process import Exit, Failure, Violation
from rexpy.seal.options import SealOptions
from rexpy.seal.report import SealReport, check

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "breach_worker.py")
# Longer than any attack takes, shorter than a hang is worth.
_DEADLINE_S = 20.0


@dataclass(slots=True)
class Outcome:
    """How a program in a sealed process ended."""

    exit: Exit
    violation: Violation | None
    failure: Failure | None
    report: SealReport | None
    said: list[object] = field(default_factory=list)
    raised: list[object] | None = None
    survived: bool = False
    killed: bool = False
    timed_out: bool = False


def run(code: str, options: SealOptions | None = None, *, deadline_s: float = _DEADLINE_S) -> Outcome:
    """Run *code* in a process sealed under *options* and return how it ended."""
    options = options or SealOptions()
    with spawn(options, program=PROGRAM) as process:
        process.arm(deadline_s)
        lines = process.sock.makefile("rb")
        first = lines.readline()
        report = SealReport.from_wire(json.loads(first)[1]) if first else None
        outcome = Outcome(Exit(None, None), None, None, report)
        if report is not None:
            assert check(report, options) == ()
            program = code.encode()
            with contextlib.suppress(BrokenPipeError):
                process.sock.sendall(len(program).to_bytes(4, "big") + program)
        with contextlib.suppress(ConnectionResetError):
            for line in lines:
                if not line.endswith(b"\n"):
                    continue
                kind, value = json.loads(line)
                if kind == "say":
                    outcome.said.append(value)
                elif kind == "raised":
                    outcome.raised = value
                elif kind == "end":
                    outcome.survived = True
        lines.close()
        outcome.exit = process.wait(5)
        outcome.violation, outcome.failure = process.violation, process.failure
        outcome.killed, outcome.timed_out = process.killed, process.timed_out
    return outcome
