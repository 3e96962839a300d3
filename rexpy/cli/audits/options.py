"""What commands that read audit trails have in common: the options that choose records, progress, and failures."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rexpy.cli.group import one_of

if TYPE_CHECKING:
    from rexpy.tooling.recorded.choice import Choice
    from rexpy.tooling.recorded.reading import Counts, TrailUnreadable

F = TypeVar("F", bound=Callable[..., Any])

_QUIET = 16 << 20
"""Bytes that are read without a word: less than a second's."""
_EVERY_S = 0.2


def _moment(text: str) -> int:
    from rexpy.tooling.recorded.choice import parse_time

    try:
        return parse_time(text)
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{text!r} is no time; write 2026-11-25 or 2026-11-25T14:30, with +00:00 for UTC, or how long ago: 15m, 2h"
        ) from None


def choosing(function: F) -> F:
    """Add the options that choose records; `choice_of` reads them."""
    for option in (
        click.option("--until", type=_moment, metavar="TIME", help="Before this time, not including it."),
        click.option("--since", type=_moment, metavar="TIME", help="From this time on, or so long ago (15m, 2h, 3d)."),
        click.option(
            "--path", "paths", multiple=True, metavar="PATH", help="What is at or below PATH. May be repeated."
        ),
        click.option(
            "--action",
            "actions",
            multiple=True,
            metavar="ACTION",
            help="This action: read, or file_system::read. May be repeated.",
        ),
        click.option(
            "--run", "runs", multiple=True, metavar="ID", help="The run with this id, or ids that begin so. May repeat."
        ),
    ):
        function = option(function)
    return function


def deciding(function: F) -> F:
    """Add the option that chooses by decision."""
    return click.option(
        "--decision",
        "decisions",
        multiple=True,
        type=one_of("allowed", "denied", "error"),
        metavar="allowed|denied|error",
        help="Requests so decided; an error is a denial too. May be repeated.",
    )(function)


def choice_of(given: dict[str, Any]) -> "Choice":
    """Return what the options of `choosing` choose."""
    from rexpy.tooling.recorded.choice import Choice

    return Choice(
        runs=given["runs"],
        decisions=given.get("decisions", ()),
        actions=given["actions"],
        paths=given["paths"],
        since=given["since"] or 0,
        until=given["until"],
    )


_FEW = 3
"""Policies that are compared at once for a reader."""


class Progress:
    """Says on a terminal how much was read, once it takes long; the line goes when it is over."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bytes = 0
        self._last = 0.0
        self._written = False

    def add(self, count: int) -> None:
        """Count bytes that were read."""
        self._bytes += count
        if self._shown and self._bytes > _QUIET:
            now = time.monotonic()
            if now - self._last >= _EVERY_S:
                self._last, self._written = now, True
                sys.stderr.write(f"\r{self._bytes >> 20} MiB read\x1b[K")
                sys.stderr.flush()

    def step(self, done: int, of: int) -> None:
        """Say how many of some policies were looked at, where there are more than a few."""
        now = time.monotonic()
        if self._shown and of > _FEW and now - self._last >= _EVERY_S:
            self._last, self._written = now, True
            sys.stderr.write(f"\r{done} of {of} policies compared\x1b[K")
            sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def show_unreadable(error: "TrailUnreadable") -> int:
    """Say which file cannot be read, and return the exit code."""
    from rexpy.cli.findings import failure_lines, finding_lines
    from rexpy.cli.paint import paint

    paint(sys.stderr, [*failure_lines("a trail cannot be read"), *finding_lines(error.findings)])
    return error.exit_code


def other_lines(counts: "Counts") -> list[str]:
    """Return what to say of lines that were no records."""
    if not counts.other:
        return []
    lines = "1 line is no record" if counts.other == 1 else f"{counts.other} lines are no records"
    return [f"{lines} and {'was' if counts.other == 1 else 'were'} left out; rexpy audit verify says what is wrong"]
