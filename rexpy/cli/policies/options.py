"""The options that subcommands of `rexpy policy` have in common."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from rexpy.cli.group import one_of

F = TypeVar("F", bound=Callable[..., Any])


def output(function: F) -> F:
    """Add `-o human|json`, as `form`."""
    return click.option(
        "-o",
        "--output",
        "form",
        type=one_of("human", "json"),
        metavar="human|json",
        default="human",
        show_default=True,
        help="human for people, json for programs and models.",
    )(function)
