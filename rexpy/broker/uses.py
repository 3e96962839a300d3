"""What a script can be seen to use, as the worker read it off the script; checked like all that a worker says."""

from __future__ import annotations

from typing import Any, NamedTuple

from hostapi.registry import BY_NAME
from rexpy.broker.result import Result
from rexpy.errors import Finding, RunnerError

MAX_USES = 2_000
MAX_NAME = 100


class Use(NamedTuple):
    """One host operation that one line of a script can be seen to use, *by* a name of the library."""

    operation: str
    line: int
    by: str


class Examination(NamedTuple):
    """What is to be said of a script that was not run: what is refused of it, and what it can be seen to use."""

    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]


def examined(result: Result) -> Examination:
    """Return what the *result* of a run that only compiled says. Raises RunnerError where it failed otherwise."""
    error = result.error
    if error is not None and not error.findings:
        raise RunnerError(error.message)
    return Examination(error.findings if error is not None else (), parse(result.value))


def parse(value: Any) -> tuple[Use, ...]:
    """Return the uses in *value*, which a worker sent. Raises RunnerError for what no worker would have sent."""
    if value is None:
        return ()
    if type(value) is not list or len(value) > MAX_USES:
        raise RunnerError("the worker reported something else than the script's uses")
    return tuple(map(_use, value))


def _use(item: Any) -> Use:
    if type(item) is not list or [type(each) for each in item] != [str, int, str]:
        raise RunnerError("the worker reported a use in a form that it does not have")
    operation, line, by = item
    if operation not in BY_NAME or line < 1 or len(by) > MAX_NAME:
        raise RunnerError("the worker reported a use that there is not")
    return Use(operation, line, by)
