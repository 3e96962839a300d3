"""Writes a proposal as Cedar: each permit with its evidence above it, as comments.

Threat: names, operations and run ids in a record may be anything. In the text they stand only inside Cedar's string
literals, or in comments as such literals: no line end, no quote and no control character leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from hostapi.registry import BY_NAME
from hostapi.target import PathTarget
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import DIR, FILE
from rexpy.broker.refusal import action_uid, quote, uid
from rexpy.tooling.suggest.asked import SCRIPT, Evidence
from rexpy.tooling.suggest.propose import Permit, Proposal, Withheld
from rexpy.tooling.suggest.region import Region

SHOWN = 5
"""Names, lines and runs that a comment lists before it counts the rest."""

RUN_SHOWN = 12
"""Characters of a run's id that tell it from others; `--run` takes them."""

WIDTH = 108
"""Columns of a line with several conditions."""

_INDENT = "    "
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def policy_text(proposal: Proposal, heading: Iterable[str] = ()) -> str:
    """Return the permits as Cedar policies; *heading* are lines for a comment at the top, already harmless."""
    head = "".join(f"// {each}\n" for each in heading)
    return "\n".join([head, *map(permit_text, proposal.permits)] if head else map(permit_text, proposal.permits))


def permit_text(permit: Permit) -> str:
    """Return one permit with its evidence."""
    comments = "".join(f"// {each}\n" for each in evidence_lines(permit))
    return f'{comments}@id("{permit_id(permit)}")\n{statement(permit)}\n'


def statement(permit: Permit) -> str:
    """Return the permit itself, without comments and annotations."""
    when, unless = list(_conditions(permit)), []
    if isinstance(permit.where, Region):
        scope = permit.where.scope()
        when = permit.where.when() + when
        unless = permit.where.unless()
    elif len(permit.where) == 1:
        scope = f"resource == {uid(permit.where[0])}"
    else:
        scope = f"resource is {permit.where[0].type}"
        listed = ",\n".join(f"{_INDENT * 2}{uid(resource)}" for resource in permit.where)
        when.insert(0, f"[\n{listed}\n{_INDENT}].contains(resource)")
    named = [action_uid(action) for action in permit.actions]
    if len(named) == 1:
        actions = f"action == {named[0]}"
    else:
        one_line = f"action in [{', '.join(named)}]"
        several = f",\n{_INDENT * 2} ".join(named)
        actions = one_line if len(one_line) <= 96 else f"action in\n{_INDENT * 2}[{several}]"
    head = f",\n{_INDENT}".join((f"principal == {uid(permit.principal)}", actions, scope))
    made = f"permit (\n{_INDENT}{head}\n)"
    made += _clause("when", when, " &&")
    made += _clause("unless", unless, " ||")
    return made + ";"


def _clause(word: str, conditions: list[str], joined: str) -> str:
    if not conditions:
        return ""
    if len(conditions) == 1 and "\n" not in conditions[0] and len(conditions[0]) <= 80:
        return f"\n{word} {{ {conditions[0]} }}"
    lines = [conditions[0]]
    for condition in conditions[1:]:
        # Short ones side by side: a list of names is read across.
        if "\n" not in lines[-1] and len(lines[-1]) + len(condition) < WIDTH:
            lines[-1] += f"{joined} {condition}"
        else:
            lines[-1] += joined
            lines.append(condition)
    return f"\n{word} {{\n{_INDENT}" + f"\n{_INDENT}".join(lines) + "\n}"


def _conditions(permit: Permit) -> Iterable[str]:
    for attribute, value in permit.conditions:
        if isinstance(value, bool):
            yield f"context.{attribute}" if value else f"!context.{attribute}"
        elif isinstance(value, int):
            yield f"context.{attribute} == {value}"
        else:
            yield f"context.{attribute} == {quote(value)}"


def permit_id(permit: Permit) -> str:
    """Return an id that tells what is granted; the same permit has the same one each time, and no other has it."""
    where = permit.where
    place = where.directory if isinstance(where, Region) else where[0].id
    words = "-".join((*(action.name for action in permit.actions[-2:]), *re.findall(r"[a-z0-9]+", place.lower())[-3:]))
    return f"{words[:60]}-{sha256(statement(permit).encode()).hexdigest()[:6]}"


def evidence_lines(permit: Permit) -> list[str]:
    """Return what the permit rests on, for a comment."""
    lines = [f"{origin(permit.evidence)}."]
    where = permit.where
    if isinstance(where, Region):
        how = "Anywhere below" if where.tree else "Directly in"
        inside = [
            quote(entry.removeprefix(where.directory + "/")) for entry in permit.entries if entry != where.directory
        ]
        lines.append(f"{how} {quote(where.directory)} were used: {_several(inside)}.")
    if permit.evidence.next:
        lines.append(f"{permit.evidence.next} of these would have come next, had the one before been allowed.")
    more = [f"{name} asks {', '.join(actions)}" for name, actions in _where_nothing_is(permit)]
    if more:
        lines.append(f"Where nothing is there yet, {'; '.join(more)} as well.")
    if any(action.name == "move" for action in permit.actions) and not dict(permit.conditions).keys() - {SCRIPT}:
        lines.append("The record does not say where to; what a move puts there needs `create`, which bounds it.")
    return lines


def _where_nothing_is(permit: Permit) -> Iterator[tuple[str, list[str]]]:
    """Yield the operations that may ask more than the permit grants, which the record cannot tell: it was denied before
    anybody looked what is there."""
    kinds = permit.where.kinds if isinstance(permit.where, Region) else (permit.where[0].type,)
    if not permit.evidence.next or not {FILE, DIR} & {*kinds}:
        return
    for name in sorted(permit.evidence.operations):
        operation = BY_NAME.get(name)
        targets = operation.targets.values() if operation is not None else ()
        missing = {
            action.name
            for target in targets
            if isinstance(target, PathTarget)
            and {*((FILE in kinds and target.file) or ()), *((DIR in kinds and target.dir) or ())} & {*permit.actions}
            for action in target.missing or ()
            if action not in permit.actions
        }
        if missing:
            yield name, sorted(missing)


def origin(evidence: Evidence) -> str:
    """Return how often, by which operations, from which script lines and in which runs something was asked."""
    text = _count(evidence.count, "request")
    if evidence.operations:
        named = sorted(evidence.operations.items(), key=lambda item: (-item[1], item[0]))
        text += f" by {_several([f'{_word(name)} {count}' for name, count in named])}"
    if evidence.lines:
        text += f"; script line{'s' * (len(evidence.lines) > 1)} {_several([str(n) for n in sorted(evidence.lines)])}"
    if evidence.runs:
        text += f"; run{'s' * (len(evidence.runs) > 1)} {_several([_word(run[:RUN_SHOWN]) for run in evidence.runs])}"
    return text


def alike(withheld: Iterable[Withheld]) -> list[tuple[str, str, str, Evidence]]:
    """Return what is withheld, each resource once: actions, resource, reason, evidence."""
    found: dict[tuple[Resource, Resource, str], list[Withheld]] = {}
    for each in withheld:
        found.setdefault((each.request.principal, each.request.resource, each.why), []).append(each)
    return [
        (
            ", ".join(dict.fromkeys(one.request.action.name for one in those)),
            uid(resource),
            why,
            Evidence.together(one.evidence for one in those),
        )
        for (_, resource, why), those in found.items()
    ]


def permit_json(permit: Permit) -> dict[str, Any]:
    """Return a permit as JSON can say it."""
    where = permit.where
    if isinstance(where, Region):
        scope: dict[str, Any] = {
            "kind": "tree" if where.tree else "entries",
            "types": list(where.kinds),
            "directory": where.directory,
            "suffix": where.suffix or None,
        }
    else:
        scope = {"kind": "exact", "resources": [uid(resource) for resource in where]}
    return {
        "id": permit_id(permit),
        "text": statement(permit),
        "principal": uid(permit.principal),
        "actions": [action_uid(action) for action in permit.actions],
        "scope": scope,
        "evidence": {**_evidence_json(permit.evidence), "entries": list(permit.entries)},
    }


def withheld_json(withheld: Withheld) -> dict[str, Any]:
    """Return a withheld request as JSON can say it."""
    return {
        "principal": uid(withheld.request.principal),
        "action": action_uid(withheld.request.action),
        "resource": uid(withheld.request.resource),
        "reason": withheld.why,
        "evidence": _evidence_json(withheld.evidence),
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "requests": evidence.count,
        "next": evidence.next,
        "operations": dict(sorted(evidence.operations.items())),
        "lines": sorted(evidence.lines),
        "runs": list(evidence.runs),
    }


def _several(words: list[str]) -> str:
    more = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _word(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote(text)
