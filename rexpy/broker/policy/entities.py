"""Who is in which group: `User` and `Group` entities from the caller's files, checked before Cedar sees them.

Entities of the host (files, processes, …) are refused here: the broker builds those for each request, and a
file that declares one would speak of another file than the one that is touched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hostapi.vocabulary.every import ENTITY_TYPES
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import cedar
from rexpy.broker.policy.limits import MAX_GROUP_DEPTH
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.statement import Uid
from rexpy.errors import EntitiesInvalid, Finding

Parents = Mapping[Uid, tuple[Uid, ...]]
"""Each declared entity with the groups that it is in directly."""


class _Refused(Exception):
    """The text says what is wrong."""


def load_entities(sources: Sequence[Source], schema: cedar.Schema) -> Parents:
    """Return the users and groups of *sources*.

    Raises `EntitiesInvalid` for what is no JSON list of entities, what the schema does not know, an entity
    declared twice, groups that contain each other or nest deeper than `MAX_GROUP_DEPTH`, and entities of the
    host.
    """
    declared: dict[Uid, tuple[Uid, ...]] = {}
    found: list[Finding] = []
    for source in sources:
        try:
            for uid, parents in _read(source):
                if uid in declared:
                    raise _Refused(f"{_written(uid)} is declared twice")
                declared[uid] = parents
        except _Refused as error:
            found.append(_locate(source, str(error)))
    if not found:
        try:
            _check_depth(declared)
            if declared:
                cedar.parse_entities(_cedar_json(declared), schema)
        except (_Refused, cedar.CedarFailure) as error:
            found.append(Finding(sources[0].name, 0, 0, str(error)))
    if found:
        raise EntitiesInvalid(tuple(found))
    return declared


def ancestors(declared: Parents, uid: Uid) -> list[Uid]:
    """Return every group that *uid* is in, directly or through others, in the order found."""
    seen: dict[Uid, None] = {}
    pending = list(declared.get(uid, ()))
    while pending:
        group = pending.pop()
        if group not in seen:
            seen[group] = None
            pending.extend(declared.get(group, ()))
    return list(seen)


def _read(source: Source) -> list[tuple[Uid, tuple[Uid, ...]]]:
    try:
        said = json.loads(source.text, object_pairs_hook=no_duplicates, parse_constant=no_constant)
    except json.JSONDecodeError as error:
        raise _Refused(f"not JSON: {error.msg}\0{error.lineno}\0{error.colno}") from None
    except ValueError as error:
        raise _Refused(str(error)) from None
    except RecursionError:
        raise _Refused("nested too deeply") from None
    if not isinstance(said, list):
        raise _Refused("not a JSON list of entities")
    return [_entity(one, index) for index, one in enumerate(said)]


def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; raises ValueError where it has a key twice, which readers take differently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"an object has the key {json.dumps(next(n for n in names if names.count(n) > 1))} twice")
    return found


def no_constant(name: str) -> Any:
    """Raise ValueError: NaN and the infinities are no JSON."""
    raise ValueError(f"not JSON: {name}")


def _entity(said: Any, index: int) -> tuple[Uid, tuple[Uid, ...]]:
    where = f"entity {index}"
    if not isinstance(said, dict) or "uid" not in said:
        raise _Refused(f"{where} is no object with a `uid`")
    uid = _uid(said["uid"], where)
    where = _written(uid)
    unknown = said.keys() - {"uid", "attrs", "parents", "tags"}
    if unknown:
        raise _Refused(f"{where} has {json.dumps(min(unknown))}, which no entity has")
    for part in ("attrs", "tags"):
        if said.get(part, {}) != {} or not isinstance(said.get(part, {}), dict):
            raise _Refused(f"{where} has {part}; a {uid.type} has none")
    parents = said.get("parents", [])
    if not isinstance(parents, list):
        raise _Refused(f"the parents of {where} are not a list")
    groups = tuple(_uid(parent, f"a parent of {where}") for parent in parents)
    for group in groups:
        if group.type != GROUP:
            raise _Refused(f"{where} has the parent {_written(group)}; a {uid.type} can be in a {GROUP} only")
    return uid, groups


def _uid(said: Any, where: str) -> Uid:
    if isinstance(said, dict) and said.keys() == {"__entity"}:
        said = said["__entity"]
    if not isinstance(said, dict) or said.keys() != {"type", "id"}:
        raise _Refused(f'{where} is not named in the form {{"type": …, "id": …}}')
    kind, name = said["type"], said["id"]
    if not isinstance(kind, str) or not isinstance(name, str):
        raise _Refused(f"{where} has a type or id that is not text")
    if kind not in (USER, GROUP):
        if kind in ENTITY_TYPES or kind.endswith("::Action") or kind == "Action":
            raise _Refused(f"{where} is a {kind}, which the broker builds for each request; declare {USER} and {GROUP}")
        raise _Refused(f"{where} is of the unknown type {json.dumps(kind)}; declare {USER} and {GROUP}")
    reason = ENTITY_TYPES[kind].refuse(name)
    if reason is not None:
        raise _Refused(f"{where}: {reason}")
    return Uid(kind, name)


def _check_depth(declared: Parents) -> None:
    """Refuse cycles and long chains without recursion: both would reach Cedar's recursive closure."""
    waiting = {uid: len(set(groups) & declared.keys()) for uid, groups in declared.items()}
    members: dict[Uid, list[Uid]] = {}
    for uid, groups in declared.items():
        for group in set(groups) & declared.keys():
            members.setdefault(group, []).append(uid)
    level = [uid for uid, count in waiting.items() if count == 0]
    placed, depth = 0, 0
    while level:
        if depth > MAX_GROUP_DEPTH:
            raise _Refused(f"groups nest deeper than {MAX_GROUP_DEPTH}, at {_written(level[0])}")
        placed += len(level)
        following: list[Uid] = []
        for group in level:
            for uid in members.get(group, ()):
                waiting[uid] -= 1
                if waiting[uid] == 0:
                    following.append(uid)
        level, depth = following, depth + 1
    if placed < len(declared):
        caught = min(uid for uid, count in waiting.items() if count)
        raise _Refused(f"groups contain each other in a circle that holds or leads to {_written(caught)}")


def _cedar_json(declared: Parents) -> str:
    return json.dumps(
        [
            {"uid": uid._asdict(), "attrs": {}, "parents": [group._asdict() for group in groups]}
            for uid, groups in declared.items()
        ]
    )


def _written(uid: Uid) -> str:
    return f"{uid.type}::{json.dumps(uid.id)}"


def _locate(source: Source, message: str) -> Finding:
    text, *place = message.split("\0")
    if place:
        return Finding(source.name, int(place[0]), int(place[1]), text)
    return Finding(source.name, 0, 0, text)
