"""What is shown when nothing was run: the findings, or the failure, in the form that was asked for."""

import sys
from typing import Any

from rexpy.cli import streams
from rexpy.errors import (
    ArgumentsInvalid,
    ContainmentError,
    EntitiesInvalid,
    InputInvalid,
    PolicyInvalid,
    RexpyError,
    ScriptInvalid,
    UsageError,
)

_WHAT: tuple[tuple[type[InputInvalid], str], ...] = (
    (PolicyInvalid, "the policy is not valid"),
    (EntitiesInvalid, "the entities are not valid"),
    (ScriptInvalid, "the script is not valid"),
    (ArgumentsInvalid, "the arguments are not valid"),
)


def show(error: RexpyError, *, form: str = "human", source: str | None = None) -> int:
    """Print the error, as JSON on standard output or for people on standard error, and return its code."""
    if form == "human":
        from rexpy.cli.paint import paint

        paint(sys.stderr, _lines(error, source))
    else:
        streams.write_json(failure_json(error), pretty=form == "pretty-json")
    return error.exit_code


def _lines(error: RexpyError, source: str | None) -> Any:
    from rexpy.cli.findings import failure_lines, finding_lines

    if isinstance(error, InputInvalid):
        return [
            *failure_lines(f"{what(error)}; nothing was run"),
            *finding_lines(error.findings, source=source),
        ]
    lines = failure_lines(str(error), what="containment" if isinstance(error, ContainmentError) else "error")
    if isinstance(error, ContainmentError):
        lines += failure_lines("`rexpy doctor` shows what this machine gives; nothing was run", what="hint")
    return lines


def what(error: InputInvalid) -> str:
    """Return in a few words what is not valid."""
    return next((words for kind, words in _WHAT if isinstance(error, kind)), "the input is not valid")


def failure_json(error: RexpyError) -> dict[str, Any]:
    """Return the error in the shape of a run's result: status ERROR, nothing done."""
    from rexpy.broker.result import ErrorType, Result, RunError
    from rexpy.broker.run import new_run_id

    findings = error.findings if isinstance(error, InputInvalid) else ()
    invalid = isinstance(error, (InputInvalid, UsageError))
    said = RunError(ErrorType.VALIDATION if invalid else ErrorType.INTERNAL, str(error), findings=findings)
    made = Result(run_id=new_run_id(), status="ERROR", exit_code=error.exit_code, error=said).to_json()
    if findings:
        made["error"]["findings"] = [
            {
                "file": found.file,
                "line": found.line,
                "column": found.column,
                "message": found.message,
                "instead": found.suggestion,
                "excerpt": found.excerpt,
            }
            for found in findings
        ]
    return made
