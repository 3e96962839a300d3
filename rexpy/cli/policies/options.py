"""The options that subcommands of `rexpy policy` have in common, and what they show in common."""

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


def policies(function: F) -> F:
    """Add `-p`, `-e` and `--links`, each for any number of files."""
    for option in (
        links,
        entities,
        click.option(
            "-p",
            "--policy",
            "policies",
            multiple=True,
            required=True,
            metavar="FILE|DIR",
            help="A Cedar policy, or a directory of *.cedar files. At least one; may be repeated.",
        ),
    ):
        function = option(function)
    return function


def entities(function: F) -> F:
    """Add `-e`."""
    return click.option(
        "-e", "--entities", multiple=True, metavar="FILE", help="Cedar entities as JSON: users and their groups."
    )(function)


def links(function: F) -> F:
    """Add `--links`."""
    return click.option("--links", multiple=True, metavar="FILE", help="Links as JSON, which fill templates.")(function)
