"""What one policy set allows and another does not, over requests of past runs and over a sample made of both sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import Decision, Policy
from rexpy.broker.policy.statement import Uid
from rexpy.tooling.policies.focus import MAX_CHANGED, changed, in_group, rounds
from rexpy.tooling.policies.sample import STRANGER, Asking, literals_of, member_of, sample
from rexpy.tooling.policies.situations import NOWHERE, Situation
from rexpy.tooling.recorded.record import Record
from rexpy.tooling.suggest.asked import Asked, request_of
from rexpy.tooling.suggest.replay import context_of, replayable

MAX_RECORDED = 100_000
"""Different requests of trails that are compared."""
MAX_SAMPLE = 20_000
"""Requests of the sample; some seconds."""
MAX_GROUPS = 10
FOCUS, MIN_FOCUS, MAX_FOCUS = 2_000, 400, 40_000
"""Requests that are asked because of each policy that differs, or all that there are: fewer for each where these would
be more than the last in all, but not fewer than the second."""


class Difference(NamedTuple):
    """A request that the two sets answer differently. *seen* counts records, 0 for one of the sample; *situation* holds
    the facts of the run: of a recorded one the SHA-256 of its script, which alone is recorded. *group* is one that its
    principal is in besides."""

    asked: Asking
    old: Decision
    new: Decision
    seen: int
    situation: Situation = NOWHERE
    group: Uid | None = None

    @property
    def more(self) -> bool:
        """Whether the new set allows it."""
        return self.new.allowed


class Comparison(NamedTuple):
    """What was compared and what differs."""

    differences: tuple[Difference, ...]
    recorded: int
    sampled: int
    whole: int
    """Requests that the sample would have without its limit."""
    notes: tuple[str, ...]


class Recorded:
    """The requests of trails, each once."""

    def __init__(self) -> None:
        self.asked: dict[tuple[Asking, str], int] = {}
        self.without_context = 0
        self.redacted = 0
        self.overflow = 0
        self._scripts: dict[str, str] = {}

    def see(self, record: Record) -> None:
        """Take one record."""
        if record.script_sha256:
            if len(self._scripts) > MAX_RECORDED:
                self._scripts.clear()
            self._scripts[record.run] = record.script_sha256
        if not record.decided:
            return
        if record.principal is None or record.action is None or record.resource is None:
            self.redacted += 1
            return
        request = request_of(Asked(record.principal, record.action, record.resource, record.context))
        if not replayable(request):
            self.redacted += 1
            return
        context = context_of(request)
        self.without_context += bool(context) and not request.conditions
        key = Asking(request.principal, request.action, request.resource, context), self._scripts.get(record.run, "")
        if key not in self.asked and len(self.asked) >= MAX_RECORDED:
            self.overflow += 1
        else:
            self.asked[key] = self.asked.get(key, 0) + 1


def compare(
    old: Policy,
    new: Policy,
    recorded: Recorded | None = None,
    *,
    limit: int = MAX_SAMPLE,
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> Comparison:
    """Compare the two sets; *limit* 0 leaves the sample out. *progress* is told how many of the policies that differ
    were looked at."""
    named = literals_of((*old.located, *new.located))
    parents = {**old.parents, **new.parents}
    notes: list[str] = []
    found: list[Difference] = []
    sampled = whole = 0
    seen = recorded.asked if recorded is not None else {}
    for (asked, script), count in seen.items():
        found += _compare(old, new, (asked,), NOWHERE._replace(script=script), count)
    if limit:
        made = sample(named, parents, limit)
        notes += made.notes
        sampled, whole = len(made.asked), made.whole
        found += _compare(old, new, made.asked)
        for group in _empty_groups(named.uids, parents):
            members = [one._replace(principal=member_of(group)) for one in made.asked if one.principal == STRANGER]
            before, after = (in_group(policy, group, ()) for policy in (old, new))
            found += _compare(before, after, members, group=group)
        several = changed(old, new)
        for number, (policy, one) in enumerate(several[:MAX_CHANGED]):
            progress(number, len(several))
            for focus in rounds(policy, one, named, max(MIN_FOCUS, min(FOCUS, MAX_FOCUS // len(several)))):
                users = [uid for uid in named.uids if uid.type == USER]
                before, after = (in_group(each, focus.group, users) for each in (old, new))
                found += _compare(before, after, focus.asked, focus.situation, group=focus.group)
                sampled += len(focus.asked)
                whole += len(focus.asked)
        if len(several) > MAX_CHANGED:
            notes.append(f"{len(several) - MAX_CHANGED} more policies differ, of which only a sample of all was asked")
    return Comparison(tuple(_once(found)), len(seen), sampled, whole, tuple(notes))


def _empty_groups(uids: Iterable[Uid], parents: Mapping[Uid, Iterable[Uid]]) -> list[Uid]:
    filled = {group for groups in parents.values() for group in groups}
    return [uid for uid in sorted(uids) if uid.type == GROUP and uid not in filled][:MAX_GROUPS]


def _compare(
    old: Policy,
    new: Policy,
    asked: Sequence[Asking],
    situation: Situation = NOWHERE,
    seen: int = 0,
    *,
    group: Uid | None = None,
) -> Iterator[Difference]:
    facts = situation.facts
    by_principal: dict[Resource, list[Asking]] = {}
    for one in asked:
        by_principal.setdefault(one.principal, []).append(one)
    for principal, requests in by_principal.items():
        before, after = (policy.authorizer(principal, facts) for policy in (old, new))
        for request in requests:
            action, resource, context, attributes = request[1:]
            was = before.decide(action, resource, context, attributes=attributes)
            now = after.decide(action, resource, context, attributes=attributes)
            if was.allowed is not now.allowed:
                yield Difference(request, was, now, seen, situation, group)


def _once(found: Iterable[Difference]) -> list[Difference]:
    """Leave out of the sample what was recorded, what differs in any run as well, and of a group's members what differs
    for a stranger too."""
    known: set[tuple[Asking, Situation, bool]] = set()
    kept: list[Difference] = []
    for each in found:
        asked, situation, more = each.asked, each.situation, each.more
        others = [asked, asked._replace(principal=STRANGER)] if each.group is not None else [asked]
        if any((one, where, more) in known for one in others for where in (NOWHERE, situation)):
            continue
        known.add((asked, situation, more))
        if each.seen:
            known.add((asked, NOWHERE, more))
        kept.append(each)
    return kept


class Group(NamedTuple):
    """Differences that have the same reason: which policies allow it on one side, and forbid it on the other."""

    more: bool
    allowed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    principals: tuple[Resource, ...]
    actions: tuple[Action, ...]
    resources: tuple[Resource, ...]
    seen: int
    situations: tuple[Situation, ...]
    """In which they differ, where not in every one."""
    groups: tuple[Uid, ...]
    """Of which their principals are taken to be members."""


def grouped(differences: Iterable[Difference]) -> list[Group]:
    """Return the differences by reason: what is allowed now first, and what was recorded before what was made up."""
    found: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], list[Difference]] = {}
    for each in differences:
        yes, no = (each.new, each.old) if each.more else (each.old, each.new)
        found.setdefault((each.more, names(yes), names(no)), []).append(each)
    made = [
        Group(
            more,
            allowed_by,
            denied_by,
            tuple(dict.fromkeys(each.asked.principal for each in those)),
            tuple(dict.fromkeys(each.asked.action for each in those)),
            tuple(dict.fromkeys(each.asked.resource for each in those)),
            sum(each.seen for each in those),
            tuple(dict.fromkeys(each.situation for each in those if each.situation != NOWHERE)),
            tuple(dict.fromkeys(each.group for each in those if each.group is not None)),
        )
        for (more, allowed_by, denied_by), those in found.items()
    ]
    return sorted(made, key=lambda group: (not group.more, -group.seen))


def names(decision: Decision) -> tuple[str, ...]:
    """Return the policies that determined a decision: `@id` (file:line)."""
    return tuple(f"{ref.id} ({ref.file}:{ref.line})" for ref in decision.policies)
