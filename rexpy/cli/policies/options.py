"""The options that subcommands of `rexpy policy` have in common, and what they show in common."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from rexpy.errors import Finding, InputInvalid, RexpyError

F = TypeVar("F", bound=Callable[..., Any])


def reporting(function: Callable[..., int]) -> Callable[..., int]:
    """Turn what is not valid into a report in the form that was asked for, and its exit code."""

    @functools.wraps(function)
    def perform(*arguments: Any, form: str, **given: Any) -> int:
        try:
            return function(*arguments, form=form, **given)
        except RexpyError as error:
            if form == "human":
                raise
            from rexpy.cli.streams import write_json

            write_json({"schema_version": 1, "ok": False, "error": error_json(error)})
            return error.exit_code

    return perform


def error_json(error: RexpyError) -> dict[str, Any]:
    """Return what was not valid as JSON can say it."""
    from rexpy.cli.failure import what

    findings = error.findings if isinstance(error, InputInvalid) else ()
    return {
        "message": what(error) if isinstance(error, InputInvalid) else str(error),
        "findings": [finding_json(finding) for finding in findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON can say it."""
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "instead": finding.suggestion,
        "excerpt": finding.excerpt,
    }


def policies(function: F) -> F:
    """Add `-p`, `-e` and `--links`, each for any number of files; `chosen` says which were given."""
    for option in (
        links,
        entities,
        click.option(
            "-p",
            "--policy",
            "policies",
            multiple=True,
            metavar="FILE|DIR",
            help="A Cedar policy, or a directory of *.cedar files. May be repeated.",
        ),
    ):
        function = option(function)
    return function


def chosen(policies: tuple[str, ...], files: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the policies that were given, by `-p` or as arguments: all commands take both. Raises UsageError for
    none."""
    found = (*policies, *files)
    if not found:
        context = click.get_current_context()
        raise click.UsageError("no policy was given: name a FILE or DIR, or give it with -p", context)
    return found


def entities(function: F) -> F:
    """Add `-e`."""
    return click.option(
        "-e", "--entities", multiple=True, metavar="FILE", help="Cedar entities as JSON: users and their groups."
    )(function)


def links(function: F) -> F:
    """Add `--links`."""
    return click.option("--links", multiple=True, metavar="FILE", help="Links as JSON, which fill templates.")(function)
