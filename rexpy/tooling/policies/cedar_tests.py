"""Tests in the form of the Cedar CLI's `run-tests`, for policies of rexpy.

A test there brings all its entities. Here the broker builds those of the host for each request, so users and groups
are taken from a test, and what it says of files, directories and so on must be what the broker would say.
"""

from __future__ import annotations

import json
import os
from typing import Any

from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.every import ENTITY_TYPES
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy.limits import PolicyLimits
from rexpy.broker.policy.links import elements
from rexpy.broker.policy.shorthand import (
    Asked,
    NotUnderstood,
    pairs,
    parse_action,
    parse_resource,
    parse_user,
    with_context,
)
from rexpy.broker.policy.sources import Reader, Refused, Source
from rexpy.broker.policy.tokens import line_and_column, line_at
from rexpy.errors import ArgumentsInvalid, Finding
from rexpy.tooling.policies.atoms import above
from rexpy.tooling.policies.tests import Case


def read_json(source: Source) -> list[Case]:
    """Return the tests in *source*. Raises ArgumentsInvalid for what is no list of tests."""
    found: list[Finding] = []
    cases: list[Case] = []
    try:
        for offset, said in elements(source.text):
            line, column = line_and_column(source.text, offset)
            try:
                cases.append(_case(source, line, said))
            except (NotUnderstood, Refused) as error:
                excerpt = line_at(source.text, offset)
                suggestion = error.suggestion if isinstance(error, NotUnderstood) else None
                found.append(Finding(source.name, line, column, str(error), excerpt, suggestion))
    except json.JSONDecodeError as error:
        line, column = line_and_column(source.text, error.pos)
        found.append(Finding(source.name, line, column, f"not JSON: {error.msg}", line_at(source.text, error.pos)))
    except (ValueError, RecursionError) as error:
        found.append(
            Finding(source.name, 0, 0, "nested too deeply" if isinstance(error, RecursionError) else str(error))
        )
    if found:
        raise ArgumentsInvalid(tuple(found))
    return cases


def _case(source: Source, line: int, said: Any) -> Case:
    if not isinstance(said, dict) or not isinstance(said.get("request"), dict):
        raise NotUnderstood("a test is an object with request, entities, decision, reason and num_errors")
    request = said["request"]
    for part in ("principal", "action", "resource"):
        if not isinstance(request.get(part), str):
            raise NotUnderstood(f'{part} of a request is text, like User::"agent-7"')
    if said.get("decision") not in ("allow", "deny"):
        raise NotUnderstood("the decision of a test is allow or deny")
    reasons, errors = said.get("reason", []), said.get("num_errors", 0)
    if not isinstance(reasons, list) or not all(isinstance(reason, str) for reason in reasons):
        raise NotUnderstood("the reason of a test is a list of policy ids")
    if type(errors) is not int or errors < 0:
        raise NotUnderstood("num_errors of a test is a number")
    resource = parse_resource(request["resource"])
    asked = Asked(parse_user(request["principal"]), parse_action(request["action"], resource.type), resource)
    if request.get("context"):
        asked = with_context(asked, json.dumps(request["context"]))
    entities, attributes = _entities(_given(source, said.get("entities", [])), resource)
    name: Any = said.get("name")
    return Case(
        name if isinstance(name, str) else f"(unnamed, line {line})",
        source.name,
        line,
        said["decision"] == "allow",
        (asked,),
        tuple(reasons),
        errors,
        json.dumps(entities) if entities else None,
        attributes,
    )


def _given(source: Source, said: Any) -> list[Any]:
    """Return the entities of a test, which may be in a file beside it."""
    if isinstance(said, str):
        directory = os.path.realpath(os.path.dirname(source.name) or ".")
        path = os.path.realpath(os.path.join(directory, said))
        # As the Cedar CLI: a file of tests that came from elsewhere reads nothing but what lies beside it.
        if not path.startswith(directory.rstrip("/") + "/"):
            raise NotUnderstood(f"the entities file {said!r} is outside of the directory of the tests")
        (one,) = Reader(max_bytes=PolicyLimits().entities_bytes, max_files=1, suffix=".json").read(path)
        try:
            said = json.loads(one.text)
        except (ValueError, RecursionError) as error:
            raise NotUnderstood(f"the entities file {path} is not JSON: {error}") from None
    if not isinstance(said, list):
        raise NotUnderstood("the entities of a test are a list, or the name of a file beside it")
    return said


def _entities(said: list[Any], resource: Resource) -> tuple[list[Any], Any]:
    """Return the users and groups among entities, and the attributes of *resource* where they are not in its id."""
    people: list[Any] = []
    attributes: Any = ()
    for one in said:
        uid = one.get("uid") if isinstance(one, dict) else None
        uid = uid.get("__entity", uid) if isinstance(uid, dict) else uid
        if not isinstance(uid, dict) or not isinstance(uid.get("type"), str) or not isinstance(uid.get("id"), str):
            raise NotUnderstood('an entity has a uid of the form {"type": …, "id": …}')
        kind, name = uid["type"], uid["id"]
        if kind in (USER, GROUP):
            people.append(one)
            continue
        declared = ENTITY_TYPES.get(kind)
        if declared is None and not kind.endswith("Action"):
            raise NotUnderstood(f"{kind!r} is no type of entity")
        if declared is None:
            continue
        attrs = one.get("attrs", {})
        if declared.attributes_of is None:
            if Resource(kind, name) == resource:
                attributes = pairs(attrs)
        elif attrs and attrs != dict(declared.attributes_of(name)):
            raise NotUnderstood(f"the attributes of {kind} {name!r} follow from its id, and are others")
        _check_parents(declared.container, kind, name, one.get("parents", []))
    return people, attributes


def _check_parents(container: str | None, kind: str, name: str, parents: Any) -> None:
    if not isinstance(parents, list):
        raise NotUnderstood(f"the parents of {kind} {name!r} are not a list")
    for parent in parents:
        uid = parent.get("__entity", parent) if isinstance(parent, dict) else {}
        if container is None or uid.get("type") != container or uid.get("id") not in set(above(name)):
            raise NotUnderstood(f"{kind} {name!r} lies in no {uid.get('type')} {uid.get('id')!r}")
