"""Findings about what policies are to each other: one too many, one in vain, one that needs another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostapi.vocabulary.file_system import DIR, FILE, OPEN, READ, REDACTED_READ, WRITE
from hostapi.vocabulary.file_system import NAMESPACE as FILE_SYSTEM
from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.observe import scope_of
from rexpy.broker.policy.statement import Uid
from rexpy.tooling.policies import report as kinds
from rexpy.tooling.policies.atoms import Atom, Choice, Parents, disjoint, within
from rexpy.tooling.policies.facts import Facts, bounds, covers, keys
from rexpy.tooling.policies.report import Found, about

_ON_PATHS = frozenset(declared.action for declared in FILE_SYSTEM.actions) - {OPEN}
_REDACTED = Uid(REDACTED_READ.type, REDACTED_READ.name)


def findings(every: Sequence[Facts], parents: Parents) -> Iterator[Found]:
    """Find permits and forbids that change nothing, and permits that are worth nothing without another; *every* are
    the enforced policies."""
    permits = [facts for facts in every if facts.located.body["effect"] == "permit" and facts.never is None]
    forbids = [facts for facts in every if facts.located.body["effect"] == "forbid" and facts.never is None]
    yield from _covered(permits, "grant", parents)
    yield from _covered(forbids, "forbid", parents)
    for facts, other in _covering(permits, forbids, parents):
        message = f"this grants nothing: {_named(other.located.ref)} forbids all of it"
        yield about(kinds.OVERRULED, facts.located, message)
    opening = [facts for facts in permits if OPEN in facts.actions]
    for facts in permits:
        yield from _unopened(facts, opening)
    redacted = [facts for facts in permits if REDACTED_READ in facts.actions and _names_redacted(facts)]
    for facts in forbids if redacted else ():
        yield from _still_shown(facts, redacted, forbids, parents)


def _covered(every: Sequence[Facts], verb: str, parents: Parents) -> Iterator[Found]:
    """Find policies that do nothing by themselves; of two that say the same, the later is the one too many."""
    order = {facts.located.id: index for index, facts in enumerate(every)}
    told: set[str] = set()
    for narrow, wide in _covering(every, every, parents):
        if narrow.located.id in told:
            continue
        if order[wide.located.id] > order[narrow.located.id] and covers(narrow, wide, parents):
            continue
        # A forbid with an advice of its own says more than the one above it.
        if narrow.located.advice not in (None, wide.located.advice):
            continue
        told.add(narrow.located.id)
        message = f"this {verb}s nothing that {_named(wide.located.ref)} does not {verb}"
        yield about(kinds.COVERED, narrow.located, message)


def _covering(narrows: Sequence[Facts], wides: Sequence[Facts], parents: Parents) -> Iterator[tuple[Facts, Facts]]:
    """Yield each of *narrows* with each of *wides* that covers it.

    A covering policy bounds its resource by an entity at or above one that the covered one names, or not at all: so few
    are compared with each, however many there are.
    """
    unbounded: list[Facts] = []
    by_key: dict[Uid, list[Facts]] = {}
    for facts in wides:
        own = set(keys(facts))
        if not own:
            unbounded.append(facts)
        for uid in own:
            by_key.setdefault(uid, []).append(facts)
    for narrow in narrows:
        near = [facts for uid in dict.fromkeys(bounds(narrow)) for facts in by_key.get(uid, ())]
        for wide in (*unbounded, *near):
            if wide is not narrow and covers(wide, narrow, parents):
                yield narrow, wide


def _unopened(facts: Facts, opening: Sequence[Facts]) -> Iterator[Found]:
    """Find a permit whose directories nothing permits to open, which every operation on a path asks first; and one to
    read or write files that nothing permits to open."""
    if not facts.types & {FILE, DIR} or facts.actions.isdisjoint(_ON_PATHS):
        return
    if OPEN in facts.actions:
        opening = (facts, *opening)  # most open what they are for themselves
    reads = FILE in facts.types and not facts.actions.isdisjoint((READ, WRITE))
    if not any(DIR in one.types and _meet(one, facts, around=True) for one in opening):
        message = "nothing here permits `open` on the directory of what it names, which every operation asks first"
    elif reads and not any(FILE in one.types and _meet(one, facts, around=False) for one in opening):
        message = "nothing here permits `open` on a file that it names, which reading and writing ask first"
    else:
        return
    yield about(kinds.NOT_OPENED, facts.located, message, instead='action in [file_system::Action::"open", …]')


def _meet(one: Facts, other: Facts, *, around: bool) -> bool:
    """Return whether, as far as the facts say, one request may match both; with *around* one for what *other* names,
    the other for the directory of it."""
    if any(_never_both(mine, theirs) for mine in one.principal for theirs in other.principal):
        return False
    for mine in one.resource:
        for theirs in other.resource:
            if around and not any(_around(atom, near) for atom in mine for near in theirs):
                return False
            if not around and _never_both(mine, theirs):
                return False
    return True


def _never_both(one: Choice, other: Choice) -> bool:
    return all(disjoint(atom, near) for atom in one for near in other)


def _around(atom: Atom, near: Atom) -> bool:
    """Return whether *atom* may match a directory in which something lies that *near* matches, or that itself."""
    if atom.kind == "is" or near.kind == "is" or near.uid.type not in (FILE, DIR):
        return True
    if atom.uid.type != DIR:
        return False
    directory, path = atom.uid.id, near.uid.id
    if atom.kind == "in" and (directory == path or within(path, directory)):
        return True
    if near.kind == "in":
        return directory == path or within(directory, path) or directory == (path.rpartition("/")[0] or "/")
    return directory in (path, path.rpartition("/")[0] or "/")


def _still_shown(
    facts: Facts, redacted: Sequence[Facts], forbids: Sequence[Facts], parents: Parents
) -> Iterator[Found]:
    """Find a forbid of `read` beside which `redacted_read` stays granted: what templates explain is shown."""
    if READ not in facts.actions or REDACTED_READ in facts.actions or FILE not in facts.types:
        return
    same = facts._replace(actions=frozenset((REDACTED_READ,)), types=facts.types & {FILE})
    if any(covers(other, same, parents) for other in forbids):
        return
    for permit in redacted:
        if _meet(permit, facts, around=False):
            message = (
                f"this forbids `read`, and {_named(permit.located.ref)} permits `redacted_read`: "
                "lines that a template explains are shown all the same"
            )
            instead = 'action in [file_system::Action::"read", file_system::Action::"redacted_read"]'
            yield about(kinds.STILL_SHOWN, facts.located, message, instead=instead)
            return


def _names_redacted(facts: Facts) -> bool:
    """Return whether a permit names `redacted_read` itself: only then is a file shown so."""
    return _REDACTED in (scope_of(facts.located).actions or ())


def _named(ref: PolicyRef) -> str:
    return f"{ref.id} ({ref.file}:{ref.line})"
