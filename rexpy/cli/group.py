"""A command group whose subcommands are imported when they are used, and whose usage errors end with 64."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Lazy(NamedTuple):
    """A subcommand that is not imported yet: where it is, and its line in the group's help."""

    module: str
    summary: str


class LazyGroup(click.Group):
    """Finds `command` in the module that *lazy* names for a word."""

    def __init__(self, *args: Any, lazy: Mapping[str, Lazy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; a group without a word shows its help, which is no error."""
        return super().parse_args(ctx, args or ["--help"])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the words, in the order of declaration."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return a subcommand, None for an unknown word."""
        lazy = self._lazy.get(name)
        if lazy is None:
            return None
        found: click.Command = importlib.import_module(lazy.module).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.summary) for name, lazy in self._lazy.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand that *args* begins with. Raises click.UsageError, naming the nearest."""
        if args and args[0] not in self._lazy and not args[0].startswith("-"):
            message = f"there is no command {args[0]!r}"
            if args[0].endswith(".py"):
                message += f"; to run a script: rexpy run -p POLICY {args[0]}"
            else:
                message += nearest(args[0], tuple(self._lazy))
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


def nearest(word: str, words: Sequence[str]) -> str:
    """Return `; did you mean X?` for the word most like *word*, or nothing."""
    import difflib

    found = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"; did you mean {found[0]!r}?" if found else ""


def one_of(*words: str) -> Callable[[str], str]:
    """Return the type of an option that is one of *words*; its error names the nearest."""

    def convert(value: str) -> str:
        if value not in words:
            raise click.BadParameter(f"{value!r} is none of {', '.join(words)}{nearest(value, words)}")
        return value

    return convert


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
