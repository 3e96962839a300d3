"""From requests to permits: what is withheld, what is generalized, and what is granted one by one.

Read `propose` first. The rules:

- Requests for keys, credentials and the like are withheld, with the reason (`rexpy.tooling.credentials`).
- An action is granted on a directory's entries where it was asked on *several* of them; on all below it, where that
  held in several of its subdirectories. What is asked of few entries is granted on these.
- The file system's upper levels are never generalized: evidence of three files in `/etc` is none for the rest.
- What was recorded and is not to be allowed stays outside of every region.

`rexpy.tooling.suggest.weigh` adds what only the whole proposal shows.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.file_system import DIR, FILE, directory_of
from rexpy.tooling.credentials import why_withheld
from rexpy.tooling.suggest.asked import Evidence, Request
from rexpy.tooling.suggest.generalize import Paths, may_grant, regions_of
from rexpy.tooling.suggest.region import Region

SEVERAL = 3
"""Entries of a directory from which on it is granted rather than they."""

MAX_WITHOUT = 10
"""Resources that a region leaves out by name. Where more would have to be, the entries are granted one by one."""


MAX_LISTED = 500
"""Resources that one permit lists; Cedar goes through the list for each request."""


class Permit(NamedTuple):
    """One proposed permit: *where* is a region, or the resources themselves."""

    principal: Resource
    actions: tuple[Action, ...]
    where: Region | tuple[Resource, ...]
    conditions: tuple[tuple[str, str | int], ...]
    evidence: Evidence
    entries: tuple[str, ...]
    """The names of what was asked for, in order."""
    requests: tuple[Request, ...]
    """The requests that it is for; where a directory is granted as a destination, with that in place of the path."""


class Withheld(NamedTuple):
    """A request that no permit is proposed for, and why."""

    request: Request
    why: str
    evidence: Evidence


class Proposal(NamedTuple):
    """What `propose` returns. *requests* are those that the permits allow."""

    permits: tuple[Permit, ...]
    withheld: tuple[Withheld, ...]
    requests: tuple[Request, ...]


_TO_PATH, _TO_DIRECTORY = "destination.path", "destination.parent_path"
_Conditions = tuple[tuple[str, str | int], ...]
_Group = tuple[Resource, str, _Conditions]
"""What one permit can speak of: a principal, a resource type, conditions on the context."""


def propose(
    asked: Mapping[Request, Evidence],
    *,
    others: Iterable[Request] = (),
    refused: Mapping[Request, str] | None = None,
    several: int | None = SEVERAL,
    own: Iterable[str] = (),
    never: Container[str] = (),
) -> Proposal:
    """Return permits for the requests *asked*, as few and as narrow as the rules above say.

    *others* were recorded too and are not to be allowed by this; *refused* are requests among *asked* that no permit
    can allow, with the reason. *several* is None where nothing is to be generalized. *own* are files of rexpy's that
    no list can name: the trails and policies at hand. Directories in *never* are not granted as a whole.
    """
    governing = tuple(os.path.abspath(path) for path in own)
    withheld: list[Withheld] = []
    kept: dict[Request, Evidence] = {}
    for request, evidence in asked.items():
        why = (refused or {}).get(request) or _why_not(request, governing)
        if why is None:
            kept[request] = evidence
        else:
            withheld.append(Withheld(request, why, evidence))
    outside: dict[tuple[Resource, Action], set[Resource]] = {}
    for request in (*others, *(one.request for one in withheld)):
        if request not in kept:
            outside.setdefault((request.principal, request.action), set()).add(request.resource)
    wanted: dict[_Group, dict[Resource, dict[Action, Evidence]]] = {}
    for request, evidence in (kept if several is None else _to_directories(kept, several)).items():
        group = (request.principal, request.resource.type, request.conditions)
        wanted.setdefault(group, {}).setdefault(request.resource, {})[request.action] = evidence
    permits: list[Permit] = []
    for group, resources in wanted.items():
        permits += _permits(group, resources, outside, several, never)
    return Proposal(tuple(_merged(permits)), tuple(withheld), tuple(kept))


def _why_not(request: Request, governing: tuple[str, ...]) -> str | None:
    """Return why no permit is proposed whoever asks, or None."""
    kind, name = request.resource
    declared = ACTIONS.get(request.action)
    if declared is None or kind not in declared.resources or ENTITY_TYPES[kind].refuse(name) is not None:
        return "not a request that this version of rexpy asks"
    if ENTITY_TYPES[kind].attributes_of is None:
        return "named by a number that is another's tomorrow; grant it by its attributes"
    if kind not in (FILE, DIR):
        return None
    if any(name == path or name.startswith((f"{path}.", f"{path}/")) for path in governing):
        return "a trail or policy of rexpy's own"
    paths = [name, *(str(value) for attribute, value in request.conditions if attribute == _TO_PATH)]
    return next((why for path in paths if (why := why_withheld(path)) is not None), None)


def _to_directories(kept: Mapping[Request, Evidence], several: int) -> dict[Request, Evidence]:
    """Return the requests with a directory as destination, where several entries of one were moved to another."""
    moves: dict[tuple[Resource, str, str | None, str, _Conditions], list[Request]] = {}
    for request in kept:
        (name, to), *more = request.conditions or (("", ""),)
        rest = tuple(more)  # the script alone, where permits are bound to it
        parent = directory_of(to) if isinstance(to, str) and to.startswith("/") else None
        if name == _TO_PATH and parent is not None and may_grant(parent, tree=False):
            key = (request.principal, request.resource.type, directory_of(request.resource.id), parent, rest)
            moves.setdefault(key, []).append(request)
    made = dict(kept)
    for (*_, parent, rest), requests in moves.items():
        if len({request.resource for request in requests}) >= several:
            for request in requests:
                wider = request._replace(conditions=((_TO_DIRECTORY, parent), *rest))
                made[wider] = Evidence.together((made.pop(request), *filter(None, (made.get(wider),))))
    return made


def _permits(
    group: _Group,
    resources: Mapping[Resource, Mapping[Action, Evidence]],
    outside: Mapping[tuple[Resource, Action], set[Resource]],
    several: int | None,
    never: Container[str],
) -> list[Permit]:
    principal, kind, conditions = group
    regions: dict[Region, set[Action]] = {}
    if several is not None and kind in (FILE, DIR):
        for action in sorted({action for actions in resources.values() for action in actions}):
            used = Paths(resource.id for resource, actions in resources.items() if action in actions)
            for region in regions_of(kind, used, several, never):
                without = tuple(sorted(r for r in outside.get((principal, action), ()) if region.covers(r)))
                if len(without) <= MAX_WITHOUT:
                    regions.setdefault(region._replace(without=without), set()).add(action)
    made: list[Permit] = []
    left = {resource: set(actions) for resource, actions in resources.items()}

    def permit(actions: Iterable[Action], where: Region | tuple[Resource, ...], those: Iterable[Resource]) -> None:
        asked = [(resource, action) for resource in those for action in actions if action in resources[resource]]
        whole = Evidence.together(resources[resource][action] for resource, action in asked)
        names = tuple(sorted({resource.id for resource, _ in asked}))
        requests = tuple(Request(principal, action, resource, conditions) for resource, action in asked)
        made.append(Permit(principal, _ordered(actions), where, conditions, whole, names, requests))

    every = Paths(resource.id for resource in resources) if regions else Paths(())
    for region, actions in regions.items():
        inside = [Resource(kind, path) for path in every.covered_by(region, kind)]
        permit(actions, region, inside)
        for resource in inside:
            left[resource] -= actions
    alike: dict[tuple[Action, ...], list[Resource]] = {}
    for resource, rest in left.items():
        if rest:
            alike.setdefault(_ordered(rest), []).append(resource)
    for some, those in alike.items():
        listed = sorted(those)
        for first in range(0, len(listed), MAX_LISTED):
            permit(some, tuple(listed[first : first + MAX_LISTED]), listed[first : first + MAX_LISTED])
    return made


def _ordered(actions: Iterable[Action]) -> tuple[Action, ...]:
    return tuple(sorted(actions, key=list(ACTIONS).index))


def _merged(permits: list[Permit]) -> list[Permit]:
    """Join a permit on files and one on directories, where both grant the same actions on the same region."""
    made: list[Permit] = []
    places: dict[object, int] = {}
    for permit in permits:
        where = permit.where
        on_both = all({FILE, DIR} <= {*ACTIONS[action].resources} for action in permit.actions)
        if isinstance(where, Region) and not where.suffix and on_both:
            key = (permit.principal, permit.actions, permit.conditions, where.directory, where.tree)
            if key in places:
                first = made[places[key]]
                assert isinstance(first.where, Region)
                both = first.where._replace(
                    kinds=(FILE, DIR),
                    itself=first.where.itself or where.itself,
                    without=tuple(sorted({*first.where.without, *where.without})),
                )
                evidence = Evidence.together((first.evidence, permit.evidence))
                entries = tuple(sorted({*first.entries, *permit.entries}))
                made[places[key]] = first._replace(
                    where=both, evidence=evidence, entries=entries, requests=first.requests + permit.requests
                )
                continue
            places[key] = len(made)
        made.append(permit)
    return made
