"""What a script can be seen to use, as the worker read it off the script; checked like all that a worker says."""

from __future__ import annotations

from typing import Any, NamedTuple

from hostapi.registry import BY_NAME
from rexpy.broker.result import Result
from rexpy.errors import Finding, RunnerError

MAX_USES = 2_000
MAX_NAME = 100
MAX_MISSING = 200
MAX_MODULE = 200
MAX_MESSAGE = 1_000


class Use(NamedTuple):
    """One host operation that one line of a script can be seen to use, *by* a name of the library."""

    operation: str
    line: int
    by: str


class Missing(NamedTuple):
    """One import of a module that scripts do not have, which the script does not catch; *message* says what serves."""

    module: str
    line: int
    message: str


class Examination(NamedTuple):
    """What is to be said of a script that was not run: what is refused of it, what it can be seen to use, and which
    modules it imports that no script has.
    """

    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]
    missing: tuple[Missing, ...] = ()


def examined(result: Result) -> Examination:
    """Return what the *result* of a run that only compiled says. Raises RunnerError where it failed otherwise."""
    error = result.error
    if error is not None and not error.findings:
        raise RunnerError(error.message)
    return Examination(error.findings if error is not None else (), *parse(result.value))


def parse(value: Any) -> tuple[tuple[Use, ...], tuple[Missing, ...]]:
    """Return the uses and the missing modules in *value*, which a worker sent.

    Raises RunnerError for what no worker would have sent.
    """
    if value is None:
        return (), ()
    if type(value) is not dict or value.keys() != {"uses", "missing"}:
        raise RunnerError("the worker reported something else than the script's uses")
    uses, missing = value["uses"], value["missing"]
    if type(uses) is not list or len(uses) > MAX_USES or type(missing) is not list or len(missing) > MAX_MISSING:
        raise RunnerError("the worker reported something else than the script's uses")
    return tuple(map(_use, uses)), tuple(map(_missing, missing))


def _missing(item: Any) -> Missing:
    if type(item) is not list or [type(each) for each in item] != [int, str, str]:
        raise RunnerError("the worker reported an import in a form that it does not have")
    line, module, message = item
    if line < 1 or len(module) > MAX_MODULE or len(message) > MAX_MESSAGE:
        raise RunnerError("the worker reported an import that there is not")
    return Missing(module, line, message)


def _use(item: Any) -> Use:
    if type(item) is not list or [type(each) for each in item] != [str, int, str]:
        raise RunnerError("the worker reported a use in a form that it does not have")
    operation, line, by = item
    if operation not in BY_NAME or line < 1 or len(by) > MAX_NAME:
        raise RunnerError("the worker reported a use that there is not")
    return Use(operation, line, by)
