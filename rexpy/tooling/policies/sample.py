"""Requests that two policy sets may answer differently, made of what they name: in, above, below and beside it.

A sample proves no equality. It has the places where policies that people write differ: a directory, its entries and
what lies deeper, the name that only begins alike, each action, each user and a member of each group that is named, and
a stranger.
"""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from hostapi.vocabulary.base import Action, Attributes, EntityType, Field, Record, Resource, Text
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.file_system import DIR, FILE, MOVE, destination, directory_of, refuse_path
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy.patterns import Pattern, pattern_of
from rexpy.broker.policy.statement import Json, Located, Uid

STRANGER = Resource(USER, "somebody else")
MAX_NAMES = 600
"""Resources of one type."""
MAX_USERS = 20
MAX_TEXTS = 60
MAX_CONTEXTS = 20

_FILLINGS = ("x", "x/y", "")
_EVERYWHERE = ("/", "/x", "/etc", "/etc/passwd", "/tmp/x")  # noqa: S108  # names, which nothing opens


class Asking(NamedTuple):
    """One request of the sample."""

    principal: Resource
    action: Action
    resource: Resource
    context: Attributes = ()
    attributes: Attributes = ()


class Literals(NamedTuple):
    """What some policies name."""

    uids: frozenset[Uid]
    texts: tuple[str, ...]
    patterns: tuple[Pattern, ...]


class Sample(NamedTuple):
    """The requests, how many there would be without a limit, and what was not asked."""

    asked: tuple[Asking, ...]
    whole: int
    notes: tuple[str, ...]


def literals_of(policies: Iterable[Located]) -> Literals:
    """Return every entity, text and pattern in *policies*."""
    uids: set[Uid] = set()
    texts: set[str] = set()
    patterns: set[Pattern] = set()
    pending: list[Any] = [
        part for policy in policies for name, part in policy.body.items() if name not in ("annotations", "effect")
    ]
    while pending:
        part = pending.pop()
        if isinstance(part, list):
            pending += part
        elif isinstance(part, dict):
            _take(part, uids, texts, patterns)
            pending += part.values()
    return Literals(frozenset(uids), tuple(sorted(texts)[:MAX_TEXTS]), tuple(sorted(patterns)[:MAX_TEXTS]))


def _take(part: Json, uids: set[Uid], texts: set[str], patterns: set[Pattern]) -> None:
    kind, name = part.get("type"), part.get("id")
    if isinstance(kind, str) and isinstance(name, str):
        uids.add(Uid(kind, name))
    value = part.get("Value")
    if isinstance(value, str):
        texts.add(value)
    like = part.get("like")
    if isinstance(like, dict) and isinstance(like.get("pattern"), list):
        patterns.add(pattern_of(like["pattern"]))


def member_of(group: Uid) -> Resource:
    """Return a user whom nothing names, for the members of *group* that an entities file elsewhere declares."""
    return Resource(USER, f"a member of {group.id}")


def as_member(group: Uid) -> dict[Uid, tuple[Uid, ...]]:
    """Return that user in that group, for `Policy.part`."""
    return {Uid(*member_of(group)): (group,)}


def sample(
    named: Literals,
    parents: Mapping[Uid, Iterable[Uid]],
    limit: int,
    *,
    only: Container[Action] = ACTIONS,
) -> Sample:
    """Return at most *limit* requests for the actions *only*, each time the same ones."""
    notes: list[str] = []
    who = _principals(named, parents)
    names = {kind: _names(kind, entity, named) for kind, entity in ENTITY_TYPES.items() if kind not in (USER, GROUP)}
    parts: list[tuple[Action, list[tuple[Resource, Attributes]], list[Attributes]]] = []
    for action, declared in ACTIONS.items():
        if action not in only:
            continue
        contexts = _contexts(action, declared.context, named)
        if contexts is None:
            notes.append(f"{action.name} was not asked: its context cannot be made up")
            continue
        for kind in declared.resources:
            resources = [(Resource(kind, name), given) for name in names[kind] for given in _given(kind, named)]
            parts.append((action, resources, contexts))
    sizes = [len(who) * len(resources) * len(contexts) for _, resources, contexts in parts]
    whole = sum(sizes)
    chosen = None if whole <= limit else set(random.Random(0).sample(range(whole), limit))  # noqa: S311  # no secret
    asked: list[Asking] = []
    number = 0
    for action, somethings, somewheres in parts:
        for principal, (resource, given), context in product(who, somethings, somewheres):
            if chosen is None or number in chosen:
                asked.append(Asking(principal, action, resource, context, given))
            number += 1
    return Sample(tuple(asked), whole, tuple(notes))


def _principals(named: Literals, parents: Mapping[Uid, Iterable[Uid]]) -> list[Resource]:
    """Return the users that are named, one for each combination of groups, and a stranger."""
    found = [Resource(*uid) for uid in sorted(named.uids) if uid.type == USER]
    seen: set[frozenset[Uid]] = set()
    for uid in sorted(parents):
        groups = frozenset(parents[uid])
        if uid.type == USER and groups not in seen:
            seen.add(groups)
            found.append(Resource(*uid))
    return [*list(dict.fromkeys(found))[:MAX_USERS], STRANGER]


def _names(kind: str, entity: EntityType, named: Literals) -> list[str]:
    own = [uid.id for uid in sorted(named.uids) if uid.type == kind]
    if kind in (FILE, DIR):
        candidates: Iterable[str] = _paths(named)
    else:
        made = ["".join(_filled(pattern, filling)) for pattern in named.patterns for filling in ("x", "x.y")]
        candidates = (*own, *named.texts, *made, "x")
    return [name for name in dict.fromkeys(candidates) if entity.refuse(name) is None][:MAX_NAMES]


def _paths(named: Literals) -> Iterator[str]:
    directories = [uid.id for uid in sorted(named.uids) if uid.type == DIR]
    files = [uid.id for uid in sorted(named.uids) if uid.type == FILE]
    texts = [text for text in named.texts if refuse_path(text) is None]
    yield from (*directories, *files, *texts)
    for path in (*directories, *texts):
        below = path.rstrip("/")
        # The entry, what is deeper, what is hidden, the name that only begins alike.
        yield from (f"{below}/x", f"{below}/x/y", f"{below}/.x", f"{below}x", f"{below}x/y")
    for path in (*directories, *files, *texts):
        parent = directory_of(path)
        if parent is not None:
            yield from (parent, f"{parent.rstrip('/')}/other", f"{path}x")
    for pattern in named.patterns:
        for filling in _FILLINGS:
            made = "".join(_filled(pattern, filling))
            if made.startswith("/"):
                yield made
            if pattern.segments[0] == "" and len(pattern.segments) > 1:
                yield from (f"{directory.rstrip('/')}/{made.lstrip('/')}" for directory in (*directories[:20], "/srv"))
    yield from _EVERYWHERE


def _filled(pattern: Pattern, filling: str) -> Iterator[str]:
    for number, segment in enumerate(pattern.segments):
        if number:
            yield filling
        yield segment


def _contexts(action: Action, fields: Sequence[Field], named: Literals) -> list[Attributes] | None:
    """Return contexts of the action; None where it has one that no text can make."""
    if action == MOVE:
        paths = [path for path in (*_destinations(named), *_paths(named)) if refuse_path(path) is None]
        return [destination(path) for path in dict.fromkeys(paths)][: 2 * MAX_CONTEXTS]
    required = [field for field in fields if field.required]
    if not required:
        return [()]
    if not all(_is_text(field) for field in required):
        return None
    texts = dict.fromkeys(("x", *named.texts))
    return [tuple((field.name, _value(field, text)) for field in required) for text in texts][:MAX_CONTEXTS]


def _destinations(named: Literals) -> Iterator[str]:
    """Yield where a move may go: each directory that a text names, with each name that a text or pattern is like."""
    filled = ["".join(_filled(pattern, "x")) for pattern in named.patterns]
    names = dict.fromkeys(("x", *(text.rpartition("/")[2] for text in (*named.texts, *filled))))
    directories = [text.rstrip("/") for text in (*named.texts, *filled) if text.startswith("/")]
    for directory, name in product(dict.fromkeys(("/elsewhere", *directories)), names):
        if name:
            yield f"{directory}/{name}"
    yield from directories


def _is_text(field: Field) -> bool:
    if isinstance(field.type, Record):
        return all(_is_text(inner) for inner in field.type.fields)
    return isinstance(field.type, Text)


def _value(field: Field, text: str) -> object:
    if isinstance(field.type, Record):
        return tuple((inner.name, _value(inner, text)) for inner in field.type.fields)
    return text


def _given(kind: str, named: Literals) -> list[Attributes]:
    """Return attributes for a type whose operation gives them: one field after the other with each text."""
    entity = ENTITY_TYPES[kind]
    if entity.attributes_of is not None:
        return [()]
    names = [field.name for field in entity.attributes if isinstance(field.type, Text)]
    if len(names) != len(entity.attributes):
        return []
    made: list[Attributes] = [tuple((name, "x") for name in names)]
    for chosen, text in product(names, named.texts):
        made.append(tuple((name, text if name == chosen else "x") for name in names))
    return made[: 5 * MAX_CONTEXTS]
