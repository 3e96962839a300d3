"""Writes requests and entities for Cedar, as structured values: no Cedar source is ever made of a request's
text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring_ascii as quote

from hostapi.vocabulary.base import EntityType
from rexpy.broker.policy.statement import Uid


def uid_json(uid: tuple[str, str]) -> str:
    """Return the JSON of a uid, given as type and id."""
    return f'{{"type":{quote(uid[0])},"id":{quote(uid[1])}}}'


def bare_entity_json(uid: Uid, parents: Iterable[Uid]) -> str:
    """Return the JSON of an entity without attributes."""
    inside = ",".join(uid_json(parent) for parent in parents)
    return f'{{"uid":{uid_json(uid)},"attrs":{{}},"parents":[{inside}]}}'


def entity_json(declared: EntityType, kind: str, name: str, chain: Sequence[str], given: str) -> str:
    """Return the JSON of the entity *name* of type *kind*.

    *chain* holds the directories above it that some policy names, innermost first; only the first is its
    parent. *given* is the JSON of its attributes where they do not follow from the id, else empty.
    """
    if not given:
        # Invariant: attributes that follow from an id are texts; `test_vocabulary` holds every declaration to
        # it.
        pairs = () if declared.attributes_of is None else declared.attributes_of(name)
        given = "{" + ",".join([f"{quote(key)}:{quote(str(value))}" for key, value in pairs]) + "}"
    above = f'[{{"type":"{declared.container}","id":{quote(chain[0])}}}]' if declared.container and chain else "[]"
    return f'{{"uid":{{"type":"{kind}","id":{quote(name)}}},"attrs":{given},"parents":{above}}}'
