"""A small assembler for classic BPF, as seccomp runs it: tests of arguments in, machine words out.

A program is a chain of blocks, one a system call. A block holds cases; a case is a list of tests and the
verdict when all hold; a case that fails falls to the next, the last to the block's own verdict. Nothing here
knows a policy.
"""

import struct
from collections.abc import Iterable

_LOAD, _AND, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_FAIL = -1

# Offsets in struct seccomp_data (linux/seccomp.h).
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16

# Not: dataclasses. These live for one assembly, and making three classes costs every run 2.5 ms.
# (offset, mask, values): the 32-bit word at the offset, ANDed with the mask if there is one, is one of the
# values.
Test = tuple[int, int | None, tuple[int, ...]]
# (tests, verdict): the verdict when every test holds.
Case = tuple[tuple[Test, ...], int]
# (number, cases, verdict): for that system call the first case that holds, else the verdict.
Block = tuple[int, tuple[Case, ...], int]


def equals(argument: int, *values: int) -> Test:
    """Return a test that the low word of *argument* is one of *values*: for what the kernel calls an int."""
    return _low(argument), None, tuple(value & 0xFFFFFFFF for value in values)


def within(argument: int, allowed: int) -> Test:
    """Return a test that the low word of *argument* has no bit outside *allowed*."""
    return _low(argument), ~allowed & 0xFFFFFFFF, (0,)


def has(argument: int, bits: int) -> Test:
    """Return a test that the low word of *argument* has all of *bits*."""
    return _low(argument), bits, (bits,)


def short(argument: int) -> Test:
    """Return a test that the high word of *argument* is zero: for what the kernel takes as a long."""
    return _low(argument) + 4, None, (0,)


def null(argument: int) -> tuple[Test, Test]:
    """Return tests that all 64 bits of *argument* are zero."""
    return equals(argument, 0), short(argument)


def _low(argument: int) -> int:
    return _ARGUMENTS + 8 * argument


def assemble(blocks: Iterable[Block], *, audit: int, foreign_bit: int | None, otherwise: int) -> bytes:
    """Return the program as an array of struct sock_filter.

    A call of another architecture than *audit*, one whose number is *foreign_bit* or above, and one without
    a block all get *otherwise*, the first two before any other test.
    """
    program = [_instruction(_LOAD, _ARCHITECTURE), _instruction(_JUMP_EQUAL, audit, 1, 0)]
    program += [_instruction(_RETURN, otherwise), _instruction(_LOAD, _NUMBER)]
    if foreign_bit is not None:
        program.append(_instruction(_JUMP_GREATER_EQUAL, foreign_bit, 0, 1))
        program.append(_instruction(_RETURN, otherwise))
    for number, cases, verdict in blocks:
        body = _body(cases, verdict)
        program.append(_instruction(_JUMP_EQUAL, number, 0, len(body)))
        program += body
    program.append(_instruction(_RETURN, otherwise))
    return b"".join(program)


def _body(cases: Iterable[Case], otherwise: int) -> list[bytes]:
    body: list[bytes] = []
    for tests, verdict in cases:
        steps = [step for test in tests for step in _steps(test)]
        steps.append((_RETURN, verdict, 0, 0))
        for at, (code, value, true, false) in enumerate(steps):
            # Invariant: a failed test lands right behind this case's verdict.
            false = len(steps) - at - 1 if false == _FAIL else false
            body.append(_instruction(code, value, true, false))
    body.append(_instruction(_RETURN, otherwise))
    return body


def _steps(test: Test) -> list[tuple[int, int, int, int]]:
    offset, mask, values = test
    steps = [(_LOAD, offset, 0, 0)]
    if mask is not None:
        steps.append((_AND, mask, 0, 0))
    last = len(values) - 1
    for at, value in enumerate(values):
        steps.append((_JUMP_EQUAL, value, last - at, _FAIL if at == last else 0))
    return steps


def _instruction(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)
