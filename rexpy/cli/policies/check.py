"""`rexpy policy check`: what a run would refuse, and what was hardly meant."""

import sys
from typing import Any

import click

from rexpy.cli.group import output
from rexpy.cli.policies import options
from rexpy.errors import EXIT_INVALID


@click.command(
    "check",
    epilog="""\b
Examples:
  rexpy policy check team.cedar host.cedar
  rexpy policy check --each policies/*.cedar
  rexpy policy check --deny-warnings -e entities.json policies/
  rexpy policy check -o json team.cedar | jq .findings[]

Exit code: 0 no error, 1 a warning under --deny-warnings, 3 an error: a run would refuse the policies.""",
)
@click.argument("files", metavar="[FILE|DIR]...", nargs=-1)
@options.policies
@click.option("--each", is_flag=True, help="Check each FILE by itself, not all as one set.")
@click.option("--deny-warnings", is_flag=True, help="End with 1 where there is a warning.")
@output
def command(
    files: tuple[str, ...],
    policies: tuple[str, ...],
    entities: tuple[str, ...],
    links: tuple[str, ...],
    each: bool,
    deny_warnings: bool,
    form: str,
) -> int:
    """Check policies: syntax, strict validation, and what validates and was hardly meant.

    Several FILEs, or -p, are one set of policies, as `rexpy run -p A -p B` takes them.

    An error is what a run refuses. A warning is a policy that grants more, less or other than it seems to: everything,
    nothing, what root runs. A note is worth knowing. docs/policy-tools.md says what each code means.
    """
    from rexpy.tooling.policies.check import check

    given = options.chosen(policies, files)
    sets = [(file,) for file in given] if each else [given]
    reports = [check(some, entities=entities, links=links) for some in sets]
    counts = {kind: sum(report.count(kind) for report in reports) for kind in ("error", "warning", "note")}
    failed = bool(counts["error"] or (counts["warning"] and deny_warnings))
    checked = sum(report.policies for report in reports)
    found = [one for report in reports for one in report.found]
    if form == "json":
        _write(found, counts, checked, ok=not failed)
    else:
        _show(found, counts, checked)
    if counts["error"]:
        return EXIT_INVALID
    return 1 if failed else 0


def _write(found: list[Any], counts: dict[str, int], policies: int, *, ok: bool) -> None:
    from rexpy.cli.streams import write_json

    findings = [
        {"code": one.kind.code, "severity": one.kind.severity, "policy": one.policy or None}
        | options.finding_json(one.finding)
        for one in found
    ]
    write_json({"schema_version": 1, "ok": ok, "policies": policies, "counts": counts, "findings": findings})


def _show(found: list[Any], counts: dict[str, int], policies: int) -> None:
    from rexpy.cli.findings import finding_lines
    from rexpy.cli.paint import BLANK, ERROR, FAINT, GOOD, WARNING, Line, Span, paint, spans

    styles = {"error": ERROR, "warning": WARNING, "note": FAINT}
    lines: list[Line] = []
    for one in found:
        severity = one.kind.severity
        lines += finding_lines([one.finding], label=Span(f"{severity}[{one.kind.code}]", styles[severity]))
        lines.append(BLANK)
    word = "policy" if policies == 1 else "policies"
    said = [Span(f"{count} {kind}{'s' if count != 1 else ''}", styles[kind]) for kind, count in counts.items() if count]
    tail = [piece for span in said for piece in (", ", span)] or [": ", Span("ok", GOOD)]
    lines.append(spans(f"{policies} {word} checked", *tail))
    paint(sys.stdout, lines)
