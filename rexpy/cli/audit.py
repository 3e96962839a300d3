"""The group `rexpy audit` and its subcommands, by hand: a new one is a line here and a module of its own in
`rexpy.cli.audits`."""

import click

from rexpy.cli.group import Lazy, LazyGroup

COMMANDS = {
    "show": Lazy("rexpy.cli.audits.show", "Show what runs asked, and how it was decided."),
    "report": Lazy("rexpy.cli.audits.report", "Write a page with what runs did, to open offline."),
    "verify": Lazy("rexpy.cli.audits.verify", "Find what was changed in an audit trail."),
}


@click.group(
    "audit",
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="""\b
Examples:
  rexpy audit show decisions.jsonl
  rexpy audit verify decisions.jsonl""",
)
def command() -> None:
    """Read and check what runs have recorded with rexpy run --audit. Nothing is run."""
