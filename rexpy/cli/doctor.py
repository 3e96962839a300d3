"""`rexpy doctor`: what containment this machine gives."""

import sys
from typing import Any

import click

from rexpy.cli.group import one_of, output
from rexpy.errors import EXIT_RUNNER
from rexpy.seal.options import MECHANISMS


@click.command(
    "doctor",
    epilog="""\b
Examples:
  rexpy doctor
  rexpy doctor --require network_namespace     would such a run be accepted?
  rexpy doctor -o json

Exit code: 0 scripts can run here, 125 a run would be refused.""",
)
@output
@click.option(
    "--waive",
    multiple=True,
    type=one_of(*MECHANISMS),
    metavar="MECHANISM",
    help="As if run with this option.",
)
@click.option(
    "--require",
    multiple=True,
    type=one_of(*MECHANISMS),
    metavar="MECHANISM",
    help="As if run with this option.",
)
@click.pass_obj
def command(_: Any, form: str, waive: tuple[str, ...], require: tuple[str, ...]) -> int:
    """Start a sealed worker and show, layer by layer, what holds it on this machine and what is missing, with
    the reason.

    Nothing is run in it.
    """
    from rexpy.cli.streams import write_json
    from rexpy.seal.options import SealOptions, SealOptionsInvalid
    from rexpy.tooling.doctor import diagnose

    try:
        options = SealOptions(waive=frozenset(waive), require=frozenset(require))
    except SealOptionsInvalid as error:
        raise click.UsageError(str(error), click.get_current_context()) from None
    diagnosis = diagnose(options)
    if form == "json":
        write_json(diagnosis.to_json())
    else:
        _show(diagnosis)
    return 0 if diagnosis.ok else EXIT_RUNNER


def _show(diagnosis: Any) -> None:
    from rexpy.cli import visible
    from rexpy.cli.paint import BLANK, ERROR, FAINT, GOOD, STRONG, WARNING, Span, line, paint, spans

    styles = {"full": GOOD, "partial": WARNING, "none": ERROR}
    lines = [spans(Span(f"{name}: ", STRONG), visible.line(text)) for name, text in diagnosis.host.items()]
    lines.append(BLANK)
    for each in diagnosis.mechanisms:
        need = "needed" if each.needed else "optional"
        lines.append(
            spans(
                Span(f"{each.mechanism:<18}", STRONG),
                Span(f"{each.enforcement:<8}", styles[each.enforcement]),
                need,
            )
        )
        lines.append(line(each.purpose, indent=4))
        if each.detail:
            lines.append(line(visible.line(each.detail), FAINT, indent=4))
    if diagnosis.mechanisms:
        lines.append(BLANK)
    if diagnosis.ok:
        lines.append(line("Scripts can run here.", GOOD))
    else:
        lines.append(line("A run would be refused:", ERROR))
        lines += [line(visible.line(reason), indent=2) for reason in diagnosis.missing]
    paint(sys.stdout, lines)
