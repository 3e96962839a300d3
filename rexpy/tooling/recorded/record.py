"""One record of a trail as a value; docs/audit.md has the form.

Threat: a trail may be anybody's by the time that it is read, and what a script named is in it. Every field is checked
for its type; what is not as the form says is no record, and is counted as such.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.file_system import DIR, FILE
from rexpy.broker.audit.form import FORM, MAX_LINE, Kind

LATEST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""

_KINDS = frozenset(value for name, value in vars(Kind).items() if name.isupper())
_EFFECTS = frozenset({"permit", "no_permit", "forbid", "error"})
_MAX_NUMBER = 1 << 63
_SHA256 = 3
"""OCSF's `algorithm_id`."""


class Record(NamedTuple):
    """What a record says; a field that it does not have, or that was left out when it was written, is empty."""

    time: int
    """Epoch milliseconds."""
    kind: str
    run: str = ""
    principal: Resource | None = None
    action: Action | None = None
    resource: Resource | None = None
    effect: str = ""
    """permit, no_permit, forbid or error; empty where nothing was decided."""
    policies: tuple[tuple[str, str], ...] = ()
    """The policies that determined the decision: `@id` and file:line."""
    errors: tuple[str, ...] = ()
    context: Attributes = ()
    operation: str = ""
    call: int = 0
    line: int = 0
    reason: str = ""
    severity: int = 0
    sequence: int = 0
    policy: str = ""
    """The SHA-256 of the policy set in force."""
    script: str = ""
    """The script's name, of a record of the lifecycle; its SHA-256 where the run starts."""
    script_sha256: str = ""
    next: tuple[tuple[Action, Resource], ...] = ()
    """What would have been asked next, had a denial been none."""
    detail: dict[str, Any] = {}  # noqa: RUF012  # never written to

    @property
    def decided(self) -> bool:
        """Whether this is an enforced decision on a request."""
        return self.kind == Kind.DECISION

    @property
    def allowed(self) -> bool:
        """Whether this is a decision that allowed."""
        return self.kind == Kind.DECISION and self.effect == "permit"

    @property
    def path(self) -> str:
        """The resource's path, where it is a file or a directory."""
        return path_of(self.resource)


def path_of(resource: Resource | None) -> str:
    """Return the path that a resource is, or nothing."""
    return resource.id if resource is not None and resource.type in (FILE, DIR) else ""


class _Wrong(Exception):
    """A field is not as the form says."""


def decode(line: bytes) -> Record | None:
    """Return the record in *line*, or None where it is none."""
    if len(line) > MAX_LINE:
        return None
    try:
        return _record(json.loads(line, parse_constant=_no_constant, parse_float=_finite))
    except (ValueError, RecursionError, _Wrong):
        return None


def _no_constant(name: str) -> Any:
    raise _Wrong  # NaN and its like, which are no JSON and must not go on into ours


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _Wrong
    return number


def _record(said: Any) -> Record:
    own = _object(_object(said).get("unmapped"))
    kind = _text(own.get("kind"))
    if own.get("form") != FORM or kind not in _KINDS:
        raise _Wrong
    effect = _text(own.get("effect"))
    if effect not in _EFFECTS and (kind in (Kind.DECISION, Kind.SHADOW) or effect != ""):
        raise _Wrong
    time = said.get("time")
    if type(time) is not int or not 0 <= time <= LATEST_MS:
        raise _Wrong
    action = _uid(own.get("action"))
    return Record(
        time=time,
        kind=kind,
        run=_text(own.get("run")),
        principal=_uid(own.get("principal")),
        action=_action(action),
        resource=_uid(own.get("resource")),
        effect=effect,
        policies=_policies(said.get("authorizations")) if kind in (Kind.DECISION, Kind.SHADOW) else (),
        errors=tuple(_text(error) for error in _list(own.get("errors"))),
        context=_attributes(own.get("context")),
        operation=_text(own.get("operation")),
        call=_number(own.get("call")),
        line=_number(own.get("line")),
        reason=_text(own.get("reason")),
        severity=_number(said.get("severity_id")),
        sequence=_number(_object(said.get("metadata", {})).get("sequence")),
        policy=_text(_object(said.get("policy", {})).get("uid")),
        script=_text(_object(said.get("script", {})).get("name")),
        script_sha256=_sha256(_object(said.get("script", {})).get("hashes")),
        next=tuple(_next(own.get("next"))),
        detail=_object(own.get("detail", {})),
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong
    return value


def _number(value: Any) -> int:
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value < _MAX_NUMBER:
        raise _Wrong
    return value


def _uid(value: Any) -> Resource | None:
    if value is None or isinstance(value, str):
        return None  # left out, or "[redacted]"
    kind, name = _object(value).get("type"), value.get("id")
    if not isinstance(kind, str) or not isinstance(name, str):
        raise _Wrong
    return Resource(kind, name)


def _action(uid: Resource | None) -> Action | None:
    return None if uid is None else Action(uid.type.removesuffix("::Action"), uid.id)


def _next(value: Any) -> Iterator[tuple[Action, Resource]]:
    for each in _list(value):
        resource = _uid(_object(each).get("resource"))
        for said in _list(each.get("actions")):
            action = _action(_uid(said))
            if resource is not None and action is not None:
                yield action, resource


def _policies(value: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for each in _list(value):
        policy = _object(each).get("policy")
        if policy is not None:
            found.append((_text(_object(policy).get("name")), _text(policy.get("uid"))))
    return tuple(found)


def _sha256(value: Any) -> str:
    found = [_text(_object(each).get("value")) for each in _list(value) if _object(each).get("algorithm_id") == _SHA256]
    return found[0] if found else ""


def _attributes(value: Any) -> Attributes:
    """Return a context as the engine takes it: pairs, nested records as pairs too."""
    if not isinstance(value, dict):
        return ()
    return tuple(
        (name, _attributes(inner) if isinstance(inner, dict) else inner)
        for name, inner in value.items()
        if isinstance(inner, (str, int, dict))
    )
