"""The records of one run as OCSF events. A decision's is put together from text made once a kind of decision.

Nothing that a script controls is anything but a JSON string here: ASCII, escaped, and bounded.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring_ascii as _quoted
from typing import TYPE_CHECKING, Any, NamedTuple

from hostapi.vocabulary import activity as ocsf
from hostapi.vocabulary.activity import ACTIVITIES, Activity
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.audit.entry import Entry
from rexpy.broker.audit.form import (
    FORM,
    OCSF_VERSION,
    REDACTED,
    VERSION,
    Class,
    Disposition,
    Kind,
    Severity,
)
from rexpy.broker.audit.form import Action as Decided
from rexpy.broker.audit.references import MAX_REF, authorizations, reference
from rexpy.broker.audit.resources import resource_fields, unasked_fields
from rexpy.broker.audit.texts import bounded, cut, plain, quoted
from rexpy.broker.policy.decision import Decision, Observation
from rexpy.broker.refusal import uid

if TYPE_CHECKING:
    from rexpy.broker.asking import Need

MAX_CONTEXT = 1 << 17
"""Characters of a context as JSON: that of every operation is smaller."""
MAX_ERRORS = 8
MAX_NAMES = 1024
"""Names remembered with each form: of at most some kilobytes each, and of a few forms."""
MAX_FORMS = 1024
"""Forms remembered: one an action, a type of resource and a decision, of which a policy set has few."""

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_REDACTED = _quoted(REDACTED)
_WOULD = {"permit": "would be allowed", "forbid": "would be denied", "error": "would fail"}
"""What a policy under trial would have done, by its effect."""
_UNKNOWN = Activity(Class.API, ocsf.OTHER, "Unknown")  # of an action that there is not, which one may ask about
_SEVERITY = {"permit": Severity.INFORMATIONAL, "no_permit": Severity.LOW}


class _Form(NamedTuple):
    """A decision's record but for what changes from one request to the next."""

    decision: object
    severity: int
    start: str
    class_uid: int
    middle: str
    named: dict[tuple[str, str], tuple[str, str]]
    """What follows from the resource and the operation, by their names: directories come again and again."""


class Records:
    """Makes the records of one run, or with `run` None those of what happens between runs."""

    def __init__(
        self,
        *,
        run: str | None,
        principal: Resource | None,
        policy_sha256: str | None,
        fields: Sequence[str],
        entities: Any = None,
    ) -> None:
        self._count = 0
        self._last_asked: tuple[int, str, str, str] | None = None
        self._last_made = "", ""
        self._fields = frozenset(fields)
        self._run = run
        self.shows_context = "context" in self._fields
        """Whether it was chosen to record what requests were decided by besides who, what and on what."""
        self._shows_next = {"action", "resource"} <= self._fields
        self._forms: dict[tuple[Action, str, int, int], _Form] = {}
        host = quoted(os.uname().nodename)
        self._src = f'"src_endpoint":{{"hostname":{host}}}'
        user, self._principal = "", _REDACTED
        if principal is not None and "principal" in self._fields:
            user = f'"user":{{"name":{quoted(principal.id)},"uid":{quoted(uid(principal))}}},'
            self._principal = _entity(principal.type, quoted(principal.id))
        elif principal is not None:
            user = f'"user":{{"name":{_REDACTED},"uid":{_REDACTED}}},'
        self._about = (
            (f'"policy":{{"uid":"{policy_sha256}"}},' if policy_sha256 is not None else "")
            + f'"actor":{{{user}"process":{{"pid":{os.getpid()},"name":"rexpy"}}}},'
            + f'"device":{{"hostname":{host},"type_id":0}},"time":'
        )
        own = run if run is not None else os.urandom(16).hex()
        product = f'{{"name":"rexpy","vendor_name":"rexpy","version":{quoted(VERSION)}}}'
        self._metadata = (
            f'"metadata":{{"version":"{OCSF_VERSION}","product":{product},"profiles":["host","security_control"],'
            f'"uid":"{own}-'
        )
        self._sequence = f'"correlation_uid":"{run}","sequence":' if run is not None else '"sequence":'
        self._unmapped = f'}},"unmapped":{{"form":{FORM},"kind":"'
        self._of_run = f'","run":"{run}"' if run is not None else '"'
        self._no_context = "" if self.shows_context else f'"context":{_REDACTED},'
        self._entities = _encode(entities) if "entities" in self._fields else _REDACTED

    def decision(
        self,
        decided: Decision,
        action: Action,
        resource: Resource,
        context: Any,
        operation: str,
        call: int,
        line: int,
        shadow: int = 0,
        unasked: "Sequence[Need]" = (),
        facts: Any = (),
    ) -> Entry:
        """Return the record of a decision, or of what its policy under trial number `shadow`, from 1, would do.

        A denial's tells what the operation would have asked next about the same path, had this been allowed. `facts`
        are what the policies were told of the time and the run's usage, shown where the context is.
        """
        kind, name = resource
        form = self._forms.get((action, kind, id(decided), shadow))
        if form is None or form.decision is not decided:
            form = self._make_form(decided, action, kind, shadow)
        self._count += 1
        known = form.named.get((name, operation))
        if known is None:
            known = self._name(form, kind, name, operation)
        about, resource_shown = known
        said = ""
        if self.shows_context:
            told = f'"facts":{self._context(facts)},' if facts else ""
            said = f'"context":{self._context(context)},{told}'
        following = unasked_fields(unasked) if unasked and not shadow and self._shows_next else ""
        return Entry(
            f'{form.start}{time.time_ns() // 1_000_000}{about}{self._count}",{self._sequence}',
            f'{form.middle}{said}{resource_shown}{call},"line":{line},{following}"prev":"',
            form.severity,
        )

    def _name(self, form: "_Form", kind: str, name: str, operation: str) -> tuple[str, str]:
        """Return, and remember, the parts of a record that follow from the resource and the operation."""
        # A file is asked for twice in a row: whether it may be opened, and whether it may be read.
        asked_for = form.class_uid, kind, name, operation
        if self._last_asked == asked_for:
            return self._last_made
        text = quoted(name) if "resource" in self._fields else _REDACTED
        shown = _entity(kind, text) if "resource" in self._fields else _REDACTED
        asked = _quoted(operation) if "action" in self._fields else _REDACTED
        fields = resource_fields(form.class_uid, kind, name, text, self._src, asked)
        made = f",{fields},{self._metadata}", f'"resource":{shown},"operation":{asked},"call":'
        if len(form.named) >= MAX_NAMES:
            form.named.clear()
        form.named[name, operation] = made
        self._last_asked, self._last_made = asked_for, made
        return made

    def guardrail(
        self, action: Action, resource: Resource, reason: str, *, operation: str, call: int, line: int
    ) -> Entry:
        """Return the record of a refusal that no policy can lift."""
        chosen = self._fields
        text = quoted(resource.id) if "resource" in chosen else _REDACTED
        shown = _entity(resource.type, text) if "resource" in chosen else _REDACTED
        asked = _quoted(operation) if "action" in chosen else _REDACTED
        activity = self._activity(action)
        head = _head(activity, Severity.MEDIUM, Decided.DENIED, Disposition.BLOCKED, failed=True)
        fields = resource_fields(activity.class_uid, resource.type, resource.id, text, self._src, asked)
        middle = self._middle(Kind.GUARDRAIL) + f'"action":{self._action(action)},'
        self._count += 1
        return Entry(
            f'{{{head},{self._about}{_now()},{fields},{self._metadata}{self._count}",{self._sequence}',
            f'{middle}"resource":{shown},"operation":{asked},"call":{call},"line":{line},"reason":{quoted(reason)},"prev":"',
            Severity.MEDIUM,
        )

    def event(
        self,
        kind: str,
        activity: Activity,
        fields: Mapping[str, Any],
        detail: Mapping[str, Any],
        *,
        severity: int = Severity.INFORMATIONAL,
        action: int = Decided.OBSERVED,
        disposition: int = Disposition.LOGGED,
        failed: bool = False,
        principal: bool = False,
    ) -> Entry:
        """Return a record of a run's course. `fields` are OCSF's, `detail` is rexpy's own."""
        self._count += 1
        head = _head(activity, severity, action, disposition, failed=failed)
        own = "".join(f'"{name}":{_encode(bounded(value))},' for name, value in fields.items())
        who = f'"principal":{self._principal},' if principal else ""
        return Entry(
            f'{{{head},{self._about}{_now()},{own}{self._metadata}{self._count}",{self._sequence}',
            f'{self._unmapped}{kind}{self._of_run},{who}"detail":{_encode(bounded(detail))},"prev":"',
            severity,
        )

    def log(self, kind: str, detail: Mapping[str, Any]) -> Entry:
        """Return a record of the trail itself: a rotation, a recovery."""
        activity = Activity(Class.EVENT_LOG, 5) if kind == Kind.ROTATION else _other(Class.EVENT_LOG, "Recover")
        severity = Severity.INFORMATIONAL if kind == Kind.ROTATION else Severity.MEDIUM
        return self.event(kind, activity, {"log_name": "rexpy audit"}, detail, severity=severity)

    def _middle(self, kind: str) -> str:
        return f'{self._unmapped}{kind}{self._of_run},"principal":{self._principal},'

    def _action(self, action: Action) -> str:
        return _entity(action.type, _quoted(action.name)) if "action" in self._fields else _REDACTED

    def _activity(self, action: Action) -> Activity:
        activity = ACTIVITIES.get(action, _UNKNOWN)
        return activity if "action" in self._fields else Activity(activity.class_uid, 0)

    def _context(self, context: Any) -> str:
        said = _encode(bounded(plain(context)))
        return said if len(said) <= MAX_CONTEXT else _quoted(f"[cut: {len(said)} characters]")

    def _make_form(self, decided: Decision, action: Action, resource_type: str, shadow: int) -> _Form:
        if shadow:
            made = self._observed(decided, decided.observed[shadow - 1], self._activity(action), action)
        else:
            made = self._decided(decided, self._activity(action), action)
        if len(self._forms) >= MAX_FORMS:
            self._forms.clear()
        # The form holds the decision, so that no other object can come to have its id.
        self._forms[action, resource_type, id(decided), shadow] = made
        return made

    def _decided(self, decided: Decision, activity: Activity, action: Action) -> _Form:
        severity = _SEVERITY.get(decided.effect, Severity.MEDIUM)
        did, disposition = Decided.ALLOWED, Disposition.ALLOWED
        if not decided.allowed:
            did = Decided.DENIED
            disposition = Disposition.ERROR if decided.effect == "error" else Disposition.BLOCKED
        said = _encode(authorizations("allowed" if decided.allowed else "denied", decided.policies))
        head = _head(activity, severity, did, disposition, failed=not decided.allowed, authorized=True)
        errors = _encode([cut(error, MAX_REF) for error in decided.errors[:MAX_ERRORS]])
        middle = (
            f"{self._middle(Kind.DECISION)}"
            f'"action":{self._action(action)},"effect":"{decided.effect}","errors":{errors},"entities":{self._entities},{self._no_context}'
        )
        return _Form(
            decided, severity, f'{{{head},"authorizations":{said},{self._about}', activity.class_uid, middle, {}
        )

    def _observed(self, decided: Decision, seen: Observation, activity: Activity, action: Action) -> _Form:
        severity = Severity.LOW if seen.changes else Severity.INFORMATIONAL
        head = _head(activity, severity, Decided.OBSERVED, Disposition.LOGGED, failed=False)
        policy = {**reference(seen.policy), "is_applied": False}
        said = _encode([{"decision": _WOULD[seen.effect], "policy": policy}])
        middle = (
            f'{self._middle(Kind.SHADOW)}"action":{self._action(action)},"effect":"{seen.effect}",'
            f'"changes":{_encode(seen.changes)},"entities":{self._entities},{self._no_context}'
        )
        return _Form(
            decided, severity, f'{{{head},"authorizations":{said},{self._about}', activity.class_uid, middle, {}
        )


def _other(class_uid: int, name: str) -> Activity:
    return Activity(class_uid, ocsf.OTHER, name)


def _head(
    activity: Activity, severity: int, action: int, disposition: int, *, failed: bool, authorized: bool = False
) -> str:
    number, did, name = activity
    named = f'"activity_name":{_quoted(name)},' if name is not None else ""
    status = '"status_id":2' if failed else '"status_id":99,"status":"Authorized"' if authorized else '"status_id":1'
    return (
        f'"class_uid":{number},"category_uid":{number // 1000},"activity_id":{did},{named}'
        f'"type_uid":{number * 100 + did},"severity_id":{severity},"action_id":{action},'
        f'"disposition_id":{disposition},{status}'
    )


def _entity(kind: str, name: str) -> str:
    return f'{{"type":"{kind}","id":{name}}}'


def _now() -> int:
    return time.time_ns() // 1_000_000
