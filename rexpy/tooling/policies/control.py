"""Finds permits that give away more than files: writes to what root, a service or rexpy itself reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.every import ACTIONS
from hostapi.vocabulary.file_system import (
    CHMOD,
    CHOWN,
    CREATE,
    DELETE,
    DIR,
    FILE,
    MOVE,
    WRITE,
    destination,
    refuse_path,
)
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import Authorizer, Policy
from rexpy.broker.policy.entities import Parents
from rexpy.broker.policy.facts import Facts as RequestFacts
from rexpy.broker.policy.facts import RunFacts
from rexpy.broker.policy.shorthand import ANYONE
from rexpy.broker.policy.statement import Uid
from rexpy.tooling.policies import report as kinds
from rexpy.tooling.policies.facts import Facts, may_touch
from rexpy.tooling.policies.governing import Place, places
from rexpy.tooling.policies.report import Found, about
from rexpy.tooling.policies.sample import as_member, literals_of, member_of

CHANGES = (WRITE, CREATE, MOVE, CHMOD, CHOWN, DELETE)
"""What makes an entry another, the plainest first."""

MAX_DESTINATIONS = 20
"""Texts of one permit that are tried as where something is moved to."""

_RUN = RunFacts(id="0" * 32, script_sha256="0" * 64, cwd="/")
_SOME_RUN = RequestFacts(run=lambda: _RUN, usage=lambda: (1, 0))
"""Invariant: the first call of a run, by a script that nobody reviewed: a bound on how often is no bound on what, and a
grant to one script is one."""

SHOWN = 3
"""Places named in one finding, each for another reason; one more is looked for, to say that there are more."""


def findings(policy: Policy, every: Sequence[Facts]) -> Iterator[Found]:
    """Find each permit in *every* that lets somebody change a governing place.

    Whether it does is asked of Cedar, so that a condition or a forbid that prevents it counts; the facts only spare
    asking what cannot be. It is asked for a run like any other, now: a grant to one
    script, or for another time, is none.
    """
    permits = [
        facts
        for facts in every
        if facts.located.body["effect"] == "permit" and facts.never is None and not facts.actions.isdisjoint(CHANGES)
    ]
    if not permits:
        return
    homes = _homes(permits)
    every_place = places(sorted(homes | {"/home/somebody"}), [file.path for file in policy.files])
    forbids = [facts for facts in every if facts.located.body["effect"] == "forbid" and facts.never is None]
    against = _Against(policy, forbids)
    for facts in permits:
        given = list(_given(policy, facts, every_place, against))
        if given:
            shown = ", ".join(f"{action} {place.resource.id} ({place.reason})" for action, place in given[:SHOWN])
            more = ", and more" if len(given) > SHOWN else ""
            yield about(kinds.GRANTS_CONTROL, facts.located, f"this lets {_who(facts)} {shown}{more}")


def _homes(permits: Sequence[Facts]) -> set[str]:
    """Return the homes of which *permits* name something, in an id, a text or the beginning of a pattern."""
    names = literals_of(facts.located for facts in permits)
    paths = [
        *(uid.id for uid in names.uids if uid.type in (FILE, DIR)),
        *names.texts,
        *(f"{pattern.segments[0]}x" for pattern in names.patterns),
    ]
    return {"/".join(path.split("/")[:3]) for path in paths if path.startswith("/home/")}


class _Against:
    """The forbids, for whether they prevent what a permit allows; parsed once for all who are in no made-up group."""

    def __init__(self, policy: Policy, forbids: Sequence[Facts]) -> None:
        self._policy = policy
        self._facts = forbids
        self._parts: dict[str | None, Policy] = {}

    def prevent(self, who: _Somebody, action: Action, resource: Resource, context: Attributes) -> bool:
        """Return whether a forbid matches; one that cannot be decided counts as matching."""
        uid = Uid(*resource)
        if not any(action in facts.actions and may_touch(facts, uid) for facts in self._facts):
            return False
        part = self._parts.get(who.group)
        if part is None:
            part = self._policy.part([facts.located for facts in self._facts], also=who.groups)
            self._parts[who.group] = part
        return part.authorizer(who.user, _SOME_RUN).decide(action, resource, context).effect != "no_permit"


class _Somebody(NamedTuple):
    """A user whom a permit is for, as a member of *group* where the permit names no user."""

    user: Resource
    group: str | None = None

    @property
    def groups(self) -> Parents:
        """The group that the user is in besides."""
        return {} if self.group is None else as_member(Uid(GROUP, self.group))


def _given(policy: Policy, facts: Facts, every: Sequence[Place], against: _Against) -> Iterator[tuple[str, Place]]:
    who = _somebody(facts)
    alone: Authorizer | None = None
    reasons: set[str] = set()
    elsewhere = list(_destinations(facts)) if MOVE in facts.actions else []
    for place in every:
        resource = place.resource
        if place.reason in reasons or not may_touch(facts, Uid(*resource)):
            continue
        # What the permit alone does not allow needs no asking of a thousand others.
        alone = alone or policy.part([facts.located], also=who.groups).authorizer(who.user, _SOME_RUN)
        for action, context in _changes(facts, resource, elsewhere):
            allowed = alone.decide(action, resource, context).allowed
            if allowed and not against.prevent(who, action, resource, context):
                yield action.name, place
                reasons.add(place.reason)
                break
        if len(reasons) > SHOWN:
            return


def _changes(facts: Facts, resource: Resource, elsewhere: Sequence[Attributes]) -> Iterator[tuple[Action, Attributes]]:
    """Yield each action of *facts* that changes *resource*, a move to wherever it may go."""
    for action in CHANGES:
        if action not in facts.actions or resource.type not in ACTIONS[action].resources:
            continue
        if action != MOVE:
            yield action, ()
            continue
        yield action, destination(f"{resource.id}.new")
        yield from ((action, context) for context in elsewhere)


def _destinations(facts: Facts) -> Iterator[Attributes]:
    """Yield places to which a move may go, of those that *facts* name."""
    names = literals_of((facts.located,))
    texts = (*names.texts, *("x".join(pattern.segments) for pattern in names.patterns))
    for text in [text for text in texts if refuse_path(text) is None][:MAX_DESTINATIONS]:
        yield destination(text)
        yield destination(f"{text.rstrip('/')}/x")


def _somebody(facts: Facts) -> _Somebody:
    for choice in facts.principal:
        for atom in sorted(choice):
            if atom.kind == "eq" and atom.uid.type == USER:
                return _Somebody(Resource(USER, atom.uid.id))
            if atom.kind == "in" and atom.uid.type == GROUP:
                return _Somebody(member_of(atom.uid), atom.uid.id)
    return _Somebody(ANYONE)


def _who(facts: Facts) -> str:
    who = _somebody(facts)
    if who.group is not None:
        return f"the members of {who.group}"
    return "every user" if who.user == ANYONE else who.user.id
