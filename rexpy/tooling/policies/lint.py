"""The findings of `rexpy policy check` about policies that load: what a head or condition says that was hardly meant.

Read `lint` first: it holds the order of the rules, one function each.
"""

from __future__ import annotations

import datetime
import difflib
import time
from collections.abc import Iterator, Mapping, Sequence

from hostapi.vocabulary.base import Action
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.file_system import CREATE, DELETE, DIR, FILE, OPEN, READ, WRITE
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import Policy
from rexpy.broker.policy.entities import ancestors
from rexpy.broker.policy.statement import (
    ANNOTATIONS,
    Json,
    Located,
    Uid,
    is_shadow,
    literal_entity,
    operands,
    uid_of,
)
from rexpy.tooling.policies import control, patterns, together
from rexpy.tooling.policies import report as kinds
from rexpy.tooling.policies.atoms import Atom, has_members, said, written
from rexpy.tooling.policies.control import CHANGES
from rexpy.tooling.policies.facts import Facts, covers, dead, facts_of
from rexpy.tooling.policies.needs import asked_actions
from rexpy.tooling.policies.never import latest, signed
from rexpy.tooling.policies.report import Found, about
from rexpy.tooling.policies.subjects import uid_token, wrong_uid


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
            found.append(_never(facts))
        else:
            found += _expired(located)
        found += patterns.findings(located, told=dead(facts))
        found += _heads(facts)
        found += _annotations(located)
        if groups_known:
            found += _groups(facts, policy.parents)
    found += together.findings(enforced, parents)
    found += control.findings(policy, [facts for facts in enforced if facts.located.id not in whole])
    told = {one.policy for one in found if one.kind in (kinds.GRANTS_EVERYTHING, kinds.GRANTS_CONTROL)}
    return [one for one in found if not (one.kind is kinds.ANYBODY and one.policy in told)]


def _never(facts: Facts) -> Found:
    located = facts.located
    consequence = "it forbids nothing" if located.body["effect"] == "forbid" else "it grants nothing"
    message = f"no request can match this: {facts.never}; {consequence}"
    nothing = dead(facts)
    if not nothing:
        return about(kinds.NEVER_MATCHES, located, message)
    wrong = wrong_uid(nothing[0])
    meant = wrong.instead if wrong is not None else None
    instead = None if meant is None else written(Uid(nothing[0].type, meant))
    at = uid_token(located.statement.tokens, nothing[0])
    return about(kinds.NEVER_MATCHES, located, message, at=at, instead=instead)


def _expired(located: Located) -> Iterator[Found]:
    last = latest(signed(located.body["conditions"]))
    if last is not None and last < time.time() * 1000:
        # `<` ends a millisecond before what it says.
        end = datetime.datetime.fromtimestamp((last + (last % 1000 == 999)) / 1000, datetime.UTC)
        does = "forbids" if located.body["effect"] == "forbid" else "grants"
        yield about(kinds.EXPIRED, located, f"its time is over: since {end:%Y-%m-%dT%H:%M:%SZ} this {does} nothing")


def _heads(facts: Facts) -> Iterator[Found]:
    """Find what a head says otherwise than it reads, and what it leaves open."""
    located = facts.located
    for uid in _alone_in(located.body):
        kind = uid.type.rpartition("::")[2]
        message = f"nothing lies in a {kind}: this matches {written(uid)} alone, as `==` does"
        instead = f"resource in {written(Uid(DIR, uid.id))}" if uid.type == FILE else None
        yield about(kinds.IN_ONE, located, message, at=uid_token(located.statement.tokens, uid), instead=instead)
    if located.body["effect"] != "permit" or facts.never is not None:
        return
    if not facts.actions.isdisjoint(CHANGES) and all(atom.kind == "is" for some in facts.principal for atom in some):
        message = "this lets every user of rexpy on this host change what it names"
        yield about(kinds.ANYBODY, located, message, instead=f'principal == {USER}::"NAME"')
    named = _named_actions(located.body["action"])
    if named and not named & asked_actions():
        words = ", ".join(sorted(action.name for action in named))
        yield about(kinds.NOT_ASKED, located, f"no operation of this version asks for {words}, so this permits nothing")


def _alone_in(body: Json) -> Iterator[Uid]:
    """Yield what a policy's `in` looks into although nothing lies in such a thing."""
    pending = [part for part in (body["resource"], body["resource"].get("in"), body["principal"]) if part]
    heads = [part["entity"] for part in pending if part.get("op") in (None, "in") and "entity" in part]
    for uid in (*map(uid_of, heads), *(uid for condition in body["conditions"] for uid in _looked_into(condition))):
        if uid.type in ENTITY_TYPES and not has_members(uid.type):
            yield uid


def _looked_into(condition: Json) -> Iterator[Uid]:
    pending = [condition["body"]]
    while pending:
        expression = pending.pop()
        operator, below = operands(expression)
        pending += below
        if operator == "in" and "Var" in expression["in"]["left"]:
            other = expression["in"]["right"]
            yield from (uid for one in other.get("Set", [other]) if (uid := literal_entity(one)) is not None)


def _named_actions(head: Json) -> frozenset[Action]:
    """Return the actions that a head names, none where it names a group or nothing."""
    if head["op"] == "All":
        return frozenset()
    uids = [uid_of(entity) for entity in head.get("entities") or [head["entity"]]]
    found = frozenset(Action(uid.type.removesuffix("::Action"), uid.id) for uid in uids)
    return found if found <= ACTIONS.keys() else frozenset()


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
