"""Bare Cedar, given everything as text and the whole chain of directories: what the authorizer must agree with."""

from __future__ import annotations

import json
from collections.abc import Sequence

import cedarpy

from hostapi.vocabulary import schema
from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.every import ENTITY_TYPES
from rexpy.broker.policy import Decision

SCHEMA = schema.cedar_schema()
PARSED_SCHEMA = cedarpy.Schema.from_str(SCHEMA)


def record(pairs: Attributes) -> dict[str, object]:
    return {name: record(value) if isinstance(value, tuple) else value for name, value in pairs}


def entities_of(resource: Resource, attributes: Attributes = ()) -> list[dict[str, object]]:
    """The resource and every directory above it, each with its own attributes and its own parent."""
    declared = ENTITY_TYPES[resource.type]
    given = attributes if declared.attributes_of is None else declared.attributes_of(resource.id)
    above: list[Resource] = []
    if declared.container and resource.id != "/":
        above = [Resource(declared.container, resource.id.rpartition("/")[0] or "/")]
    entity = {
        "uid": resource._asdict(),
        "attrs": record(given),
        "parents": [parent._asdict() for parent in above],
    }
    return [entity, *(more for parent in above for more in entities_of(parent))]


def decide(
    policies: str,
    principal: str,
    action: Action,
    resource: Resource,
    context: Attributes = (),
    *,
    entities: Sequence[dict[str, object]] = (),
    attributes: Attributes = (),
    schema: str | cedarpy.Schema = PARSED_SCHEMA,
) -> tuple[str, list[str]]:
    """The effect and the ids of the deciding policies, in order, as the authorizer reports them."""
    result = cedarpy.is_authorized(
        {
            "principal": {"type": "User", "id": principal},
            "action": {"type": action.type, "id": action.name},
            "resource": resource._asdict(),
            "context": record(context),
        },
        policies,
        cedarpy.Entities.from_json_str(json.dumps([*entities, *entities_of(resource, attributes)]), schema),
        schema,
    )
    reasons = sorted(result.diagnostics.reasons, key=lambda reason: int(reason.removeprefix("policy")))
    if result.diagnostics.errors or result.decision is cedarpy.Decision.NoDecision:
        return "error", reasons
    if result.decision is cedarpy.Decision.Allow:
        return "permit", reasons
    return ("forbid" if reasons else "no_permit"), reasons


def summary(decision: Decision) -> tuple[str, list[str]]:
    """The same of an authorizer's decision; for policies without `@id`."""
    assert decision.allowed == (decision.effect == "permit")
    return decision.effect, [ref.id for ref in decision.policies]
