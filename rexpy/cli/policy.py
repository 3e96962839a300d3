"""The group `rexpy policy` and its subcommands, by hand: a new one is a line here and a module of its own in
`rexpy.cli.policies`."""

import click

from rexpy.cli.group import Lazy, LazyGroup

COMMANDS = {
    "check": Lazy("rexpy.cli.policies.check", "Find what a run refuses, and what was hardly meant."),
    "explain": Lazy("rexpy.cli.policies.explain", "Say why a request is allowed or denied."),
    "test": Lazy("rexpy.cli.policies.test", "Hold policies to tests of what they allow and deny."),
    "show": Lazy("rexpy.cli.policies.show", "Show the policies as a table."),
    "format": Lazy("rexpy.cli.policies.format", "Lay policies out alike, in their place."),
    "schema": Lazy("rexpy.cli.policies.schema", "Print the schema that policies are validated against."),
    "diff": Lazy("rexpy.cli.policies.diff", "Compare what two sets of policies allow."),
    "suggest": Lazy("rexpy.cli.policies.suggest", "Propose permits for what recorded runs were denied."),
}


@click.group(
    "policy",
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="""\b
Examples:
  rexpy policy check my.cedar

\b
Exit code, as of the Cedar CLI:
  0    all is well, or allowed
  1    it failed: a warning under --deny-warnings,
       a test, a file that is not formatted
  2    denied
  3    not valid: policy, entities, links or request
  64   wrong usage""",
)
def command() -> None:
    """Write, check and understand Cedar policies. Nothing is run."""
