"""`rexpy policy diff`: what a new policy set allows that the old one did not, and the reverse."""

import sys
from typing import TYPE_CHECKING, Any

import click

from rexpy.cli.audits.options import choice_of, choosing
from rexpy.cli.group import output
from rexpy.cli.policies import options

if TYPE_CHECKING:
    from rexpy.broker.policy import Policy
    from rexpy.cli.paint import Line
    from rexpy.tooling.policies.diff import Comparison, Difference, Group
    from rexpy.tooling.recorded.reading import Counts

EXIT_DIFFERS = 2
SHOWN = 6
"""Resources shown of one group of differences; the JSON form has every one."""


@click.command(
    "diff",
    epilog="""\b
Examples:
  rexpy policy diff team.cedar team-new.cedar
  rexpy policy diff --audit decisions.jsonl --since 7d team.cedar team-new.cedar
  rexpy policy diff -o json old/ new/ | jq .more[]

Exit code: 0 no difference was found, 2 they differ, 3 a policy or a trail is not valid.""",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.entities
@options.links
@click.option("--audit", "audits", multiple=True, metavar="FILE", help="Compare over the requests of this trail too.")
@click.option(
    "--sample",
    "limit",
    type=click.IntRange(min=0),
    default=20_000,
    show_default=True,
    metavar="N",
    help="Requests made of what both sets name, at most; 0 for none.",
)
@choosing
@output
@options.reporting
def command(
    old: str,
    new: str,
    entities: tuple[str, ...],
    links: tuple[str, ...],
    audits: tuple[str, ...],
    limit: int,
    form: str,
    **given: Any,
) -> int:
    """Compare what the policies OLD and NEW allow; each is a file, or a directory of *.cedar files.

    Compared are the decisions on the requests of past runs (--audit), and on a sample made of what both sets name: each
    user and a member of each group, each action, and the files in, above, below and beside each directory; and for each
    policy that only one set has, in situations at and beside what its conditions compare with: times, counts, scripts,
    arguments. A sample finds differences; it does not prove that there are none.
    """
    from rexpy.broker.policy import Policy
    from rexpy.cli.audits.options import Progress, show_unreadable
    from rexpy.tooling.policies.diff import Recorded, compare
    from rexpy.tooling.recorded.reading import Counts, TrailUnreadable, read

    before = Policy.from_paths(old, entities=entities, links=links)
    after = Policy.from_paths(new, entities=entities, links=links)
    counts, progress, choice, recorded = Counts(), Progress(), choice_of(given), Recorded()
    try:
        for record in read(audits, counts, progress.add):
            # A run's script is in a record that has neither action nor path.
            if choice.takes(record) or (record.script_sha256 and choice.when(record)):
                recorded.see(record)
    except TrailUnreadable as error:
        progress.end()
        if form == "json":
            raise
        return show_unreadable(error)
    progress.end()
    try:
        found = compare(before, after, recorded, limit=limit, progress=progress.step)
    finally:
        progress.end()
    if form == "json":
        _write(found, before, after, counts)
    else:
        _show(found, recorded, counts)
    return EXIT_DIFFERS if found.differences else 0


def _write(found: "Comparison", before: "Policy", after: "Policy", counts: "Counts") -> None:
    from rexpy.cli.streams import write_json

    write_json(
        {
            "schema_version": 1,
            "same": not found.differences,
            "old": {"sha256": before.sha256, "policies": len(before.statements)},
            "new": {"sha256": after.sha256, "policies": len(after.statements)},
            "compared": {"recorded": found.recorded, "sample": found.sampled, "sample_whole": found.whole},
            "read": counts.as_json(),
            "notes": list(found.notes),
            "more": [_json(each) for each in found.differences if each.more],
            "less": [_json(each) for each in found.differences if not each.more],
        }
    )


def _json(each: "Difference") -> dict[str, Any]:
    from rexpy.broker.refusal import action_uid, uid
    from rexpy.tooling.policies.diff import names

    asked = each.asked
    return {
        "principal": uid(asked.principal),
        "action": action_uid(asked.action),
        "resource": uid(asked.resource),
        "context": _object(asked.context),
        "attributes": _object(asked.attributes),
        "group": each.group.id if each.group is not None else None,
        "facts": each.situation.to_json(),
        "recorded": each.seen,
        "old": {"effect": each.old.effect, "policies": list(names(each.old)), "errors": list(each.old.errors)},
        "new": {"effect": each.new.effect, "policies": list(names(each.new)), "errors": list(each.new.errors)},
    }


def _object(pairs: Any) -> Any:
    return {name: _object(value) if isinstance(value, tuple) else value for name, value in pairs}


def _show(found: "Comparison", recorded: Any, counts: "Counts") -> None:
    from rexpy.cli import visible
    from rexpy.cli.audits.options import other_lines
    from rexpy.cli.paint import FAINT, WARNING, Span, line, paint, spans
    from rexpy.tooling.policies.diff import grouped

    lines: list[Line] = []
    groups = grouped(found.differences)
    for more in (True, False):
        these = [group for group in groups if group.more is more]
        if these:
            lines.append(line("allowed now, and not before" if more else "not allowed any more", "bold"))
            for group in these:
                lines += _group(group)
    notes = [*found.notes, *other_lines(counts)]
    if recorded.redacted:
        notes.append(f"{recorded.redacted} recorded decisions left out: who asked what was not recorded in full")
    if recorded.without_context:
        notes.append(f"{recorded.without_context} recorded without where something was moved to: asked with some place")
    if recorded.overflow:
        notes.append(f"{recorded.overflow} recorded decisions left out: too many; choose runs or paths")
    if found.sampled < found.whole:
        notes.append(f"the sample has {found.sampled:,} of {found.whole:,} requests that there could be (--sample)")
    lines += [spans(Span("note: ", WARNING), visible.line(note)) for note in notes]
    said = "no difference" if not groups else f"{len(found.differences):,} requests differ"
    parts = [
        f"{found.recorded:,} recorded" if found.recorded else "",
        f"{found.sampled:,} made up" if found.sampled else "",
    ]
    lines.append(line(f"{said}; compared over {' and '.join(filter(None, parts)) or 'no'} requests", FAINT))
    paint(sys.stdout, lines)


def _group(group: "Group") -> "list[Line]":
    from rexpy.cli import visible
    from rexpy.cli.paint import ERROR, FAINT, GOOD, STRONG, Span, line, row, spans

    sign, style = ("+", GOOD) if group.more else ("-", ERROR)
    actions = ", ".join(action.name for action in group.actions)
    who = _some([principal.id for principal in group.principals], 3)
    lines = [spans(Span(f"{sign} ", style), Span(visible.line(actions), STRONG), f" by {visible.line(who)}", indent=2)]
    for resource in group.resources[:SHOWN]:
        kind = resource.type.rpartition("::")[2].lower()
        lines.append(row(f"{'directory' if kind == 'dir' else kind:<9}  ", visible.line(resource.id), indent=6))
    if len(group.resources) > SHOWN:
        lines.append(line(f"and {len(group.resources) - SHOWN:,} more resources (-o json lists them)", FAINT, indent=6))
    side, other = ("new", "old") if group.more else ("old", "new")
    why = f"{side}: permitted by {', '.join(group.allowed_by)}"
    if group.denied_by:
        why += f"; {other}: forbidden by {', '.join(group.denied_by)}"
    lines.append(line(visible.line(why), FAINT, indent=6))
    if group.groups:
        names = _some([uid.id for uid in group.groups], 3)
        lines.append(line(visible.line(f"for members of {names}"), FAINT, indent=6))
    if group.situations:
        where = [", ".join(_facts(situation)) for situation in group.situations]
        lines.append(line(visible.line(f"where {_some(where, 3)}"), FAINT, indent=6))
    if group.seen:
        lines.append(line(f"asked {group.seen:,} times in the trails", FAINT, indent=6))
    return lines


def _facts(situation: Any) -> list[str]:
    """Return the facts of a situation as a policy reads them."""
    said = situation.to_json()
    usage, run = said.get("usage", {}), said.get("run", {})
    found = [f"the time is {said['time']}"] if "time" in said else []
    found += [f"usage.{name} is {number}" for name, number in usage.items()]
    found += [f"run.{name} is {value}" for name, value in run.items() if name != "args"]
    return found + [f"the argument {name} is {value}" for name, value in run.get("args", {}).items()]


def _some(words: list[str], limit: int) -> str:
    more = len(words) - limit
    return ", ".join(words[:limit]) + (f" and {more} more" if more > 0 else "")
