"""A broker on a host that refuses some system calls: a filter, inherited by the worker, answers them with an errno.

Reads one JSON object: `refuse` {call: errno}, `no_listener` (seccomp listeners do not exist), `code`, `waive`,
`require`. Prints how the worker ended.
"""

import ctypes
import errno
import json
import struct
import sys

import breach

from rexpy.broker.spawn import spawn
from rexpy.seal import bpf, syscalls
from rexpy.seal.options import SealOptions
from rexpy.seal.report import SealReport, check

ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NEW_LISTENER = 1 << 3


def reduce_host(refuse: dict[str, int], *, no_listener: bool) -> None:
    """Put the filter on this process and all that it starts."""
    assert syscalls.ABI is not None
    numbers = syscalls.ABI.numbers
    blocks: list[bpf.Block] = [(numbers[call], (), REFUSE | number) for call, number in refuse.items()]
    if no_listener:
        with_listener = (((bpf.has(1, NEW_LISTENER),), REFUSE | errno.EINVAL),)
        blocks.append((numbers["seccomp"], with_listener, ALLOW))
    program = bpf.assemble(blocks, audit=syscalls.ABI.audit, foreign_bit=None, otherwise=ALLOW)
    instructions = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.call("seccomp", 1, 0, head)


def main() -> None:
    """Run the one worker that the input asks for."""
    wanted = json.load(sys.stdin)
    options = SealOptions(waive=frozenset(wanted["waive"]), require=frozenset(wanted["require"]))
    reduce_host(wanted["refuse"], no_listener=wanted["no_listener"])
    with spawn(options, program=breach.PROGRAM) as process:
        first = process.sock.makefile("rb").readline()
        report = SealReport.from_wire(json.loads(first)[1]) if first else None
        missing = check(report, options) if report is not None else ()
        process.kill()
        failure = process.failure if first or process.wait(5) else None
    answer = {
        "report": None if report is None else {each[0]: each[1:] for each in report.to_wire()},
        "missing": missing,
        "failure": None if failure is None else [failure.mechanism, failure.reason],
        "code": process.wait(5).code,
    }
    if report is not None and not missing:
        outcome = breach.run(wanted["code"], options)
        answer["said"] = outcome.said
        answer["violation"] = outcome.violation and [outcome.violation.number, outcome.violation.name]
        answer["signal"] = outcome.exit.signal
        answer["code"] = outcome.exit.code
    json.dump(answer, sys.stdout)


main()
