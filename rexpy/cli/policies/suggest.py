"""`rexpy policy suggest`: permits that would have allowed what recorded runs asked."""

import sys
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any

import click

from rexpy.cli.audits.options import choice_of, choosing
from rexpy.cli.group import one_of, output
from rexpy.cli.policies.options import reporting

if TYPE_CHECKING:
    from rexpy.tooling.policies.report import Found
    from rexpy.tooling.suggest.collect import Source
    from rexpy.tooling.suggest.propose import Proposal

MAX_SHOWN = 20
"""Withheld resources that are named on standard error; the JSON form has them all."""


@click.command(
    "suggest",
    epilog="""\b
Examples:
  rexpy policy suggest decisions.jsonl > proposal.cedar
  rexpy policy suggest --run 0f0e0d --exact decisions.jsonl
  rexpy policy suggest --this-script --run 0f0e0d decisions.jsonl
  rexpy policy suggest --from allowed decisions.jsonl
      the least policy for what runs did under a wider one
  rexpy run -o json -p p.cedar s.py > result.json; rexpy policy suggest result.json

Exit code: 0 whatever is proposed, 1 it is too large, 3 a file is neither trail nor result, or a policy is not
valid.""",
)
@click.argument("files", metavar="AUDIT|RESULT.json...", nargs=-1, required=True)
@click.option(
    "--from",
    "which",
    type=one_of("denials", "allowed", "all"),
    metavar="denials|allowed|all",
    default="denials",
    show_default=True,
    help="Which recorded requests the permits are for.",
)
@click.option(
    "--entries",
    type=click.IntRange(min=2),
    default=3,
    show_default=True,
    metavar="N",
    help="Grant a directory rather than its entries from so many on.",
)
@click.option("--exact", is_flag=True, help="Grant each entry by name; never a directory.")
@click.option(
    "--this-script",
    is_flag=True,
    help="Bind each permit to the SHA-256 of the script that asked: no other may, nor this one once it is changed.",
)
@click.option(
    "-p",
    "--policy",
    "policies",
    multiple=True,
    metavar="FILE|DIR",
    help="Leave out what these policies allow already, and list apart what they forbid.",
)
@click.option("-e", "--entities", multiple=True, metavar="FILE", help="Entities for these policies.")
@choosing
@output
@reporting
def command(files: tuple[str, ...], which: str, entries: int, exact: bool, form: str, **given: Any) -> int:
    """Propose the smallest set of permits that would have allowed what recorded runs were denied.

    Reads audit trails (each with what was rotated; - is standard input) and results of rexpy run -o json. The policies
    go to standard output, with the evidence as comments; notes go to standard error. It proposes; nothing applies it.

    An action is granted on a directory's entries where it was asked on several of them, on a whole tree where that
    held in several of its directories, else on what was asked. Keys, credentials and the like are never proposed:
    they are listed apart, with the reason. A proposal says what was asked, not what is wise.
    """
    from rexpy.cli.audits.options import Progress, show_unreadable
    from rexpy.tooling.recorded.reading import TrailUnreadable
    from rexpy.tooling.suggest.collect import gather
    from rexpy.tooling.suggest.propose import propose
    from rexpy.tooling.suggest.replay import TooLarge
    from rexpy.tooling.suggest.text import policy_text
    from rexpy.tooling.suggest.weigh import weigh

    known = _policy(given["policies"], given["entities"])
    progress = Progress()
    try:
        source = gather(files, which, choice=choice_of(given), bound=given["this_script"], progress=progress.add)
    except TrailUnreadable as error:
        progress.end()
        if form == "json":
            raise
        return show_unreadable(error)
    finally:
        progress.end()
    gathered = source.gathered
    allowed = gathered.weigh(known) if known is not None else 0
    own = (*files, *given["policies"], *given["entities"])

    def make(never: Container[str]) -> "Proposal":
        several = None if exact else entries
        return propose(
            gathered.wanted, others=gathered.others, refused=gathered.refused, several=several, own=own, never=never
        )

    try:
        proposal, warnings = weigh(make)
    except TooLarge:
        return _too_large()
    text = policy_text(proposal, _heading(source, which))
    if form == "json":
        _json(proposal, warnings, source, text, allowed)
    else:
        _human(proposal, warnings, source, text, allowed, which)
    return 0


def _policy(paths: tuple[str, ...], entities: tuple[str, ...]) -> Any:
    if not paths:
        return None
    from rexpy.broker.policy import Policy

    return Policy.from_paths(paths, entities=entities)


def _too_large() -> int:
    from rexpy.cli.findings import failure_lines
    from rexpy.cli.paint import paint

    text = "the proposal is larger than the policies that rexpy loads\nchoose runs or paths (--run, --path)"
    paint(sys.stderr, failure_lines(text))
    return 1


def _heading(source: "Source", which: str) -> list[str]:
    runs = len(source.gathered.runs)
    were = "was" if runs == 1 else "were"
    done = {"denials": f"{were} denied", "allowed": f"{were} allowed", "all": "asked"}[which]
    return [
        f"Proposed by rexpy policy suggest for what {_count(runs, 'recorded run')} {done}.",
        "It says what was asked, not what is wise: read each permit, and delete what a script should not have.",
    ]


def _human(
    proposal: "Proposal", warnings: "Sequence[Found]", source: "Source", text: str, allowed: int, which: str
) -> None:
    from rexpy.cli import streams, visible
    from rexpy.cli.audits.options import other_lines
    from rexpy.cli.paint import ERROR, FAINT, STRONG, WARNING, Span, line, paint, spans
    from rexpy.tooling.suggest.text import alike, origin

    if proposal.permits:
        streams.write(sys.stdout, text)
    lines = []
    apart = alike(proposal.withheld)
    for actions, resource, why, evidence in apart[:MAX_SHOWN]:
        named = Span(visible.line(resource), STRONG)
        lines.append(spans(Span("withheld: ", ERROR), Span(visible.line(actions), STRONG), " on ", named))
        lines.append(line(f"{visible.line(why)} ({visible.line(origin(evidence))})", indent=2))
    if len(apart) > MAX_SHOWN:
        lines.append(line(f"and {len(apart) - MAX_SHOWN} more withheld (-o json lists them)"))
    for found in warnings:
        where = Span(visible.line(found.policy), STRONG)
        lines.append(spans(Span("warning: ", ERROR), where, f": {visible.line(found.finding.message)}"))
    for note in (*_notes(source, allowed, which, proposal), *other_lines(source.counts)):
        lines.append(spans(Span("note: ", WARNING), visible.line(note)))
    lines.append(line(_summary(proposal, source), FAINT))
    paint(sys.stderr, lines)


def _notes(source: "Source", allowed: int, which: str, proposal: "Proposal") -> list[str]:
    gathered = source.gathered
    notes = []
    if allowed:
        notes.append(f"{_count(allowed, 'request')} left out that the policies given allow already")
    if gathered.needless:
        notes.append(
            f"{_count(gathered.needless, 'denial')} left out that the operation could do without: it was allowed"
            " another way"
        )
    if gathered.redacted:
        notes.append(
            f"{_count(gathered.redacted, 'decision')} left out whose principal, action or resource was not recorded"
            " (--audit-fields)"
        )
    if gathered.unbound:
        notes.append(
            f"{_count(gathered.unbound, 'request')} left out of a run whose script is not recorded: a result does not"
            " hold it, a trail says it where the run starts"
        )
    if gathered.overflow:
        notes.append(f"{_count(gathered.overflow, 'request')} left out: there are too many; choose runs or paths")
    if not proposal.permits and not proposal.withheld:
        notes.append("nothing to propose: " + ("no denial was recorded" if which == "denials" else "no such request"))
    return notes


def _summary(proposal: "Proposal", source: "Source") -> str:
    parts = [_count(len(proposal.permits), "permit"), f"for {_count(len(proposal.requests), 'request')}"]
    if proposal.withheld:
        parts.append(f"{len(proposal.withheld)} withheld")
    read = f"{_count(len(source.gathered.runs), 'run')} read"
    return f"{' '.join(parts[:2])}{''.join(f', {part}' for part in parts[2:])}; {read}; nothing was applied"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _json(proposal: "Proposal", warnings: "Sequence[Found]", source: "Source", text: str, allowed: int) -> None:
    from rexpy.cli.streams import write_json
    from rexpy.tooling.suggest.text import permit_json, withheld_json

    gathered = source.gathered
    write_json(
        {
            "schema_version": 1,
            "policy": text if proposal.permits else "",
            "permits": [permit_json(permit) for permit in proposal.permits],
            "warnings": [
                {"code": one.kind.code, "permit": one.policy, "message": one.finding.message} for one in warnings
            ],
            "withheld": [withheld_json(withheld) for withheld in proposal.withheld],
            "requests": len(proposal.requests),
            "runs": sorted(gathered.runs),
            "left_out": {
                "allowed_already": allowed,
                "needless": gathered.needless,
                "redacted": gathered.redacted,
                "overflow": gathered.overflow,
                "unbound": gathered.unbound,
            },
            "read": {**source.counts.as_json(), "results": source.results},
        }
    )
