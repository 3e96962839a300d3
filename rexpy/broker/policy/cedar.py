"""The one door to Cedar: everything of cedarpy that the broker uses, typed; nothing else here imports it.

A panic of the Rust side arrives as an exception that is no `Exception`; every function here turns it into
`CedarFailure`, so that no caller has to know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import cedarpy
from cedarpy import Decision, Entities, PolicySet, Schema

__all__ = ["Answer", "CedarFailure", "Entities", "PolicySet", "Request", "Schema"]

T = TypeVar("T")

Request = dict[str, Any]
"""A request as cedarpy takes it: uids as `{type, id}`, the context as JSON text."""


# Looking up a member of an Enum costs more than comparing with it.
_ALLOW, _DENY = Decision.Allow, Decision.Deny
_make: Any = tuple.__new__


class CedarFailure(Exception):
    """Cedar refused its input, or failed; the text is Cedar's."""


class Answer(NamedTuple):
    """What Cedar decided: Allow, Deny or NoDecision, by which policies, and with which diagnostic errors."""

    allow: bool
    deny: bool
    reasons: list[str]
    errors: list[str]


def is_failure(error: BaseException) -> bool:
    """Whether *error* is a failure, of Python's or a panic of Cedar's Rust side, which is no `Exception`.

    Whatever else is none is somebody's wish to end this: an interrupt, a signal's handler. It is passed on.
    """
    return isinstance(error, Exception) or type(error).__module__ == "pyo3_runtime"


def guarded(function: Callable[[], T]) -> T:
    """Return what *function* returns; raises `CedarFailure` where that fails."""
    try:
        return function()
    except BaseException as error:
        if not is_failure(error):
            raise
        raise CedarFailure(str(error) or type(error).__name__) from None


def parse_policies(text: str) -> PolicySet:
    """Return the parsed policies; raises `CedarFailure` with Cedar's message where they do not parse."""
    return guarded(lambda: PolicySet.from_str(text))


def parse_schema(text: str) -> Schema:
    """Return the schema of a JSON text; JSON is read in 0.4 of the time that Cedar's own syntax takes."""
    return guarded(lambda: Schema.from_json_str(text))


def parse_entities(text: str, schema: Schema | None = None) -> Entities:
    """Return the entities of a JSON text, checked against *schema* where it is given."""
    return guarded(lambda: Entities.from_json_str(text, schema))


def policies_json(text: str) -> str:
    """Return the policies in Cedar's JSON form."""
    return guarded(lambda: cedarpy.policies_to_json_str(text))


def policies_text(text: str) -> str:
    """Return the policies of a JSON text, Cedar's JSON form of a policy set, in Cedar's own syntax."""
    return guarded(lambda: cedarpy.policies_from_json_str(text))


def format_policies(text: str, *, width: int, indent: int) -> str:
    """Return the policies laid out as Cedar does, with their comments."""
    return guarded(lambda: cedarpy.format_policies(text, width, indent))


def validate(text: str, schema: Schema) -> list[tuple[str, str]]:
    """Return what strict validation finds, as (policy id, message) pairs; an empty list means valid."""
    result = guarded(lambda: cedarpy.validate_policies(text, schema))
    found = [(error.policy_id, error.error) for error in result.errors]
    if not found and not result.validation_passed:
        found.append(("", "the policies do not validate, and Cedar does not say why"))
    return found


def authorize(request: Request, policies: PolicySet, entities: Entities) -> Answer:
    """Return Cedar's answer to *request*."""
    return _answer(cedarpy.is_authorized_batch([request], policies, entities)[0])


def authorize_all(requests: list[Request], policies: PolicySet, entities: Entities) -> list[Answer]:
    """Return Cedar's answers to *requests*, in order."""
    return [_answer(result) for result in cedarpy.is_authorized_batch(requests, policies, entities)]


def _answer(result: cedarpy.AuthzResult) -> Answer:
    decision, diagnostics = result.decision, result.diagnostics
    # Not: Answer(…), which takes twice as long.
    answer: Answer = _make(Answer, (decision is _ALLOW, decision is _DENY, diagnostics.reasons, diagnostics.errors))
    return answer
