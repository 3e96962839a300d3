"""The findings of `rexpy policy check` about policies that load: what a head or condition says that was hardly meant.

Read `lint` first: it holds the order of the rules, one function each.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from hostapi.vocabulary.every import ACTIONS
from hostapi.vocabulary.file_system import CREATE, DELETE, DIR, FILE, OPEN, READ, WRITE
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import Policy
from rexpy.broker.policy.entities import ancestors
from rexpy.broker.policy.statement import ANNOTATIONS, Json, Located, Uid, is_shadow
from rexpy.tooling.policies import control, patterns
from rexpy.tooling.policies import report as kinds
from rexpy.tooling.policies.atoms import Atom, Parents, said
from rexpy.tooling.policies.facts import Facts, bounds, covers, facts_of, keys
from rexpy.tooling.policies.report import Found, about


def lint(policy: Policy, *, groups_known: bool) -> list[Found]:
    """Return what is found in *policy*; *groups_known* says that entities were given, so that a group which they do
    not mention is worth a note."""
    parents = {uid: frozenset(ancestors(policy.parents, uid)) for uid in policy.parents}
    every = [facts_of(located) for located in policy.located]
    whole = {facts.located.id for facts in every if _everything(facts)}
    enforced = [facts for facts in every if not is_shadow(facts.located.body)]
    found: list[Found] = []
    for facts in every:
        located = facts.located
        if located.id in whole:
            found.append(about(kinds.GRANTS_EVERYTHING, located, _how_much(facts)))
        if facts.never is not None:
            consequence = "it forbids nothing" if located.body["effect"] == "forbid" else "it grants nothing"
            found.append(
                about(kinds.NEVER_MATCHES, located, f"no request can match this: {facts.never}; {consequence}")
            )
        found += patterns.findings(located)
        found += _annotations(located)
        if groups_known:
            found += _groups(facts, policy.parents)
    found += _covered(enforced, parents)
    found += control.findings(policy, [facts for facts in enforced if facts.located.id not in whole])
    return found


def _everything(facts: Facts) -> bool:
    """Return whether a permit lets whom it names read and change every file."""
    root: frozenset[Atom] = frozenset((Atom("in", Uid(DIR, "/")),))
    universe = facts._replace(
        actions=frozenset((OPEN, READ, WRITE, CREATE, DELETE)),
        resource=(root,),
        rest=frozenset(),
        types=frozenset((FILE, DIR)),
    )
    return facts.located.body["effect"] == "permit" and facts.never is None and covers(facts, universe, {})


def _how_much(facts: Facts) -> str:
    who = " and ".join(said(choice) for choice in facts.principal) or "every user"
    if facts.actions == frozenset(ACTIONS) and not facts.resource:
        return f"this grants {who} every action on everything"
    return f"this grants {who} to read and change every file of the machine"


def _covered(every: Sequence[Facts], parents: Parents) -> Iterator[Found]:
    """Find permits that grant nothing by themselves.

    A covering permit bounds its resource by an entity at or above one that the covered permit names, or not at all:
    so only those are compared, and a thousand permits are not compared with a thousand.
    """
    permits = [facts for facts in every if facts.located.body["effect"] == "permit" and facts.never is None]
    order = {facts.located.id: index for index, facts in enumerate(permits)}
    wide: list[Facts] = []
    by_key: dict[Uid, list[Facts]] = {}
    for facts in permits:
        named = set(keys(facts))
        if not named:
            wide.append(facts)
        for uid in named:
            by_key.setdefault(uid, []).append(facts)
    for narrow in permits:
        near = [facts for uid in dict.fromkeys(bounds(narrow)) for facts in by_key.get(uid, ())]
        for other in (*wide, *near):
            if other is narrow or not covers(other, narrow, parents):
                continue
            # Of two that say the same, the later is the one too many.
            if order[other.located.id] > order[narrow.located.id] and covers(narrow, other, parents):
                continue
            ref = other.located.ref
            message = f"this grants nothing that {ref.id} ({ref.file}:{ref.line}) does not grant"
            yield about(kinds.COVERED, narrow.located, message)
            break


def _annotations(located: Located) -> Iterator[Found]:
    annotations: Mapping[str, Json] = located.body.get("annotations", {})
    if not annotations.get("id"):
        message = f"without @id, denials and audit records call this {located.ref.id}, which changes with its place"
        yield about(kinds.NO_ID, located, message, instead='@id("what it is for")')
    if "advice" in annotations and located.body["effect"] == "permit":
        yield about(kinds.UNHEARD_ADVICE, located, "nobody is told the @advice of a permit; only a forbid refuses")
    for name in annotations.keys() - ANNOTATIONS:
        # What is nearer still is refused when it is loaded.
        near = [ours for ours in ANNOTATIONS if len(ours) > 2 and ours in name.lower()]
        near += difflib.get_close_matches(name.lower(), ANNOTATIONS, n=1, cutoff=0.7)
        if near and near[0] not in annotations:
            message = f"@{name} means nothing to rexpy; it does not do what @{near[0]} does"
            yield about(kinds.UNKNOWN_ANNOTATION, located, message, instead=f"@{near[0]}")


def _groups(facts: Facts, declared: Mapping[Uid, Sequence[Uid]]) -> Iterator[Found]:
    known = {*declared, *(group for groups in declared.values() for group in groups)}
    for choice in facts.principal:
        for atom in sorted(choice):
            if atom.kind == "in" and atom.uid.type == GROUP and atom.uid not in known:
                near = difflib.get_close_matches(atom.uid.id, [uid.id for uid in known if uid.type == GROUP], n=1)
                message = f"the entities do not mention {said(frozenset((atom,)))}, so no {USER} is in it"
                yield about(kinds.UNKNOWN_GROUP, facts.located, message, instead=near[0] if near else None)
