"""One way in which a policy's head or condition can be matched, and what two such ways have to do with each other."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from hostapi.vocabulary.every import ENTITY_TYPES
from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy.statement import Uid

_MEMBERS: dict[str, frozenset[str]] = {DIR: frozenset((FILE, DIR)), GROUP: frozenset((USER, GROUP))}
"""What can be in an entity of a type, itself included; in one of any other type there is only itself."""


class Atom(NamedTuple):
    """One way to be matched: to be `eq` an entity, `in` one, or of a type (`is`, whose id is empty)."""

    kind: Literal["eq", "in", "is"]
    uid: Uid

    @property
    def types(self) -> frozenset[str]:
        """The types of what can match."""
        if self.kind == "in":
            return _MEMBERS.get(self.uid.type, frozenset((self.uid.type,)))
        return frozenset((self.uid.type,))

    @property
    def dead(self) -> bool:
        """Whether nothing can match, because the id is none that a request can carry."""
        return self.kind != "is" and _refused(self.uid)


@functools.lru_cache(maxsize=1 << 16)
def _refused(uid: Uid) -> bool:
    declared = ENTITY_TYPES.get(uid.type)
    return declared is not None and declared.refuse(uid.id) is not None


Choice = frozenset[Atom]
"""Atoms of which one must match."""


Parents = Mapping[Uid, frozenset[Uid]]
"""Each declared user and group with all groups above it."""


def has_members(kind: str) -> bool:
    """Return whether anything but itself can be in an entity of this type."""
    return kind in _MEMBERS or kind.endswith("::Action")


def atom_for(operator: str, uid: Uid) -> Atom:
    """Return the atom for `== uid` or `in uid`; to be in what has no members is to be it."""
    return Atom("in" if operator == "in" and has_members(uid.type) else "eq", uid)


def implies(one: Atom, other: Atom, parents: Parents) -> bool:
    """Return whether whatever matches *one* matches *other*."""
    if one == other:
        return True
    if other.kind == "is":
        return one.types == frozenset((other.uid.type,))
    if other.kind == "eq" or one.kind == "is" or one.dead or other.dead:
        return False
    return one.uid == other.uid or _member(one.uid, other.uid, parents)


def _member(uid: Uid, container: Uid, parents: Parents) -> bool:
    if container.type == DIR and uid.type in (FILE, DIR):
        return within(uid.id, container.id)
    return container in parents.get(uid, frozenset())


def disjoint(one: Atom, other: Atom) -> bool:
    """Return whether nothing can match both."""
    if not one.types & other.types or one.dead or other.dead:
        return True
    if one.kind == "is" or other.kind == "is":
        return False
    if one.uid == other.uid:
        return False
    if one.kind == "eq" and other.kind == "eq":
        return True
    if one.uid.type not in (FILE, DIR):
        return False  # who is in which group is another file's to say
    if one.kind == "eq":
        return not within(one.uid.id, other.uid.id)
    if other.kind == "eq":
        return not within(other.uid.id, one.uid.id)
    return not within(one.uid.id, other.uid.id) and not within(other.uid.id, one.uid.id)


def said(choice: Choice) -> str:
    """Return a choice as a person writes it."""
    words = {"eq": "==", "in": "in", "is": "is"}
    return " or ".join(f"`{words[atom.kind]} {written(atom.uid)}`" for atom in sorted(choice))


def written(uid: Uid) -> str:
    """Return a uid as Cedar writes it; a type alone where there is no id."""
    return f"{uid.type}::{json.dumps(uid.id, ensure_ascii=False)}" if uid.id else uid.type


def above(path: str) -> Iterator[str]:
    """Yield the directories above a canonical path, innermost first."""
    while path != "/":
        path = path.rpartition("/")[0] or "/"
        yield path


def within(path: str, directory: str) -> bool:
    """Return whether *path* is below *directory*, which is not below itself."""
    return path != directory and path.startswith("/" if directory == "/" else directory + "/")
