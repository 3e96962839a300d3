"""The group `rexpy` and its subcommands, by hand: a new one is a line here and a module of its own."""

import click

from rexpy.cli.group import Lazy, LazyGroup

COMMANDS = {
    "run": Lazy("rexpy.cli.run", "Run a script under a Cedar policy."),
    "audit": Lazy("rexpy.cli.audit", "Read and check what runs have recorded."),
    "check": Lazy("rexpy.cli.check", "Say whether scripts compile, without running them."),
    "policy": Lazy("rexpy.cli.policy", "Write, check and understand policies."),
    "api": Lazy("rexpy.cli.api", "Show what a script can ask for, and the Cedar schema."),
    "doctor": Lazy("rexpy.cli.doctor", "Show what containment this machine gives."),
}


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib import metadata

    try:
        version = metadata.version("rexpy")
    except metadata.PackageNotFoundError:
        version = "(not installed: run from its source)"
    click.echo(f"rexpy {version}")
    ctx.exit()


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A first run:  rexpy run --policy policies/log_report.cedar scripts/log_report.py",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Run untrusted Python scripts that have no authority of their own.

    Whatever a script wants from the machine it asks for; each request is checked against a Cedar policy
    first. Without a permit nothing happens, and the script meets PermissionError.
    """
