"""`rexpy policy schema`: the Cedar schema of everything that a script can ask for."""

import sys

import click

from rexpy.cli.group import output


@click.command(
    "schema",
    epilog="""\b
Examples:
  rexpy policy schema > rexpy.cedarschema
  rexpy policy schema -o json > rexpy.cedarschema.json""",
)
@output
def command(form: str) -> int:
    """Print the schema that every policy is validated against, in Cedar's syntax or in its JSON form, for editors
    and other tools of Cedar."""
    from rexpy.cli import streams
    from rexpy.tooling import reference

    if form == "json":
        streams.write_json(reference.json_schema(), pretty=True)
    else:
        streams.write(sys.stdout, reference.cedar_schema())
    return 0
