"""Bare Cedar, given everything as text and the whole chain of directories: what the authorizer must agree with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import cedarpy

from hostapi.vocabulary import schema
from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.every import ENTITY_TYPES
from rexpy.broker.policy import Decision
from rexpy.broker.policy.facts import Facts, RunFacts

SCHEMA = schema.cedar_schema()
PARSED_SCHEMA = cedarpy.Schema.from_str(SCHEMA)


ARGUMENTS = {"type": "RunArguments", "id": "the arguments of the run"}


class Moment(NamedTuple):
    """The facts of one request."""

    run: RunFacts = RunFacts("r1", "00" * 32, "/")
    seconds: int = 1_700_000_000
    calls: int = 1
    written: int = 0

    def facts(self) -> Facts:
        """As the authorizer is given them."""
        return Facts(lambda: self.run, lambda: (self.calls, self.written), lambda: self.seconds + 0.75)

    def context(self) -> dict[str, object]:
        """As the context of a request, every fact in it."""
        written = datetime.fromtimestamp(self.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        run = {"id": self.run.id, "script_sha256": self.run.script_sha256, "cwd": self.run.cwd}
        return {
            "run": {**run, "args": {"__entity": ARGUMENTS}},
            "time": {"__extn": {"fn": "datetime", "arg": written}},
            "usage": {"calls": self.calls, "bytes_written": self.written},
        }

    def entity(self) -> dict[str, object]:
        """The entity that holds the script's arguments."""
        names = [name for name, _ in self.run.arguments]
        attributes = {"names": names, "words": list(self.run.words)}
        return {"uid": ARGUMENTS, "attrs": attributes, "parents": [], "tags": dict(self.run.arguments)}


MOMENT = Moment()


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
    moment: Moment | None = MOMENT,
) -> tuple[str, list[str]]:
    """The effect and the ids of the deciding policies, in order, as the authorizer reports them; Rex's requests are of
    no *moment*."""
    held = [*entities, *entities_of(resource, attributes)]
    said = record(context)
    if moment is not None:
        held.append(moment.entity())
        said.update(moment.context())
    result = cedarpy.is_authorized(
        {
            "principal": {"type": "User", "id": principal},
            "action": {"type": action.type, "id": action.name},
            "resource": resource._asdict(),
            "context": said,
        },
        policies,
        cedarpy.Entities.from_json_str(json.dumps(held), schema),
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
