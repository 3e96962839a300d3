"""Reads requests as people write them: `read File:/var/log/syslog as agent-7`. Imported only for tests and tools.

Each part may also be a whole uid: `file_system::Action::"read"`, `file_system::File::"/a b"`, `User::"agent-7"`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.principals import GROUP, USER
from hostapi.vocabulary.request import FACTS
from rexpy.broker.policy.entities import no_constant, no_duplicates
from rexpy.broker.policy.principal import UidRefused, parse_uid

if TYPE_CHECKING:
    from rexpy.broker.policy.facts import Facts

ANYONE = Resource(USER, "anyone")
"""The principal of a request that names none: a user whom no policy is likely to name, in no group."""

_WORD = r'(?:[^\s"]|"(?:\\.|[^"\\])*")+'
_REQUEST = re.compile(rf"\s*({_WORD})\s+({_WORD})(?:\s+as\s+({_WORD}))?(?:\s+with\s+(\{{.*\}}))?\s*", re.DOTALL)
_FORM = "ACTION RESOURCE [as PRINCIPAL] [with {CONTEXT}], like: read File:/var/log/syslog as agent-7"


class NotUnderstood(ValueError):
    """A text is no request, or no part of one; it says why, and *suggestion* what was probably meant."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.suggestion = suggestion


class Asked(NamedTuple):
    """One request."""

    principal: Resource
    action: Action
    resource: Resource
    context: Attributes = ()
    facts: Facts | None = None


def parse_request(text: str, principal: Resource = ANYONE) -> Asked:
    """Return the request that *text* writes; *principal* asks where it names none. Raises `NotUnderstood`."""
    match = _REQUEST.fullmatch(text)
    if match is None:
        raise NotUnderstood(f"{text.strip()!r} is not of the form {_FORM}")
    action, resource, who, context = match.groups()
    found = parse_resource(resource)
    asked = Asked(principal if who is None else parse_user(who), parse_action(action, found.type), found)
    return asked if context is None else with_context(asked, context)


def parse_user(text: str) -> Resource:
    """Return the user that `agent-7` or `User::"agent-7"` names. Raises `NotUnderstood`."""
    kind, name = _uid(text) if "::" in text else (USER, text)
    if kind != USER:
        raise NotUnderstood(f"{text} is no user; a principal is of type {USER}", f'{USER}::"name"')
    return _checked(kind, name, text)


def parse_resource(text: str) -> Resource:
    """Return the resource that `File:/etc/hosts` or `file_system::File::"/etc/hosts"` names; raises
    `NotUnderstood`."""
    if text.endswith('"') and "::" in text.partition('"')[0]:
        kind, name = _uid(text)
    else:
        word, colon, name = re.sub(r"::", "\0", text).partition(":")
        word, name = word.replace("\0", "::"), name.replace("\0", "::")
        if not colon:
            raise NotUnderstood(f"{text!r} is no resource; write Type:id, like File:/etc/hosts or Hostname:db1.example")
        known = _types()
        if word not in known:
            raise NotUnderstood(f"{word!r} is no type of resource", _nearest(word, list(known)))
        kind = known[word]
    if kind not in ENTITY_TYPES or kind in (USER, GROUP):
        raise NotUnderstood(f"{kind!r} is no type of resource", _nearest(kind, list(_types().values())))
    return _checked(kind, name, text)


def parse_action(text: str, resource_type: str) -> Action:
    """Return the action that `read` or `file_system::Action::"read"` names on *resource_type*; raises
    `NotUnderstood`."""
    if "::" in text:
        kind, name = _uid(text)
        found = [Action(kind.removesuffix("::Action"), name)]
        if found[0] not in ACTIONS or not kind.endswith("::Action"):
            raise NotUnderstood(f"there is no action {text}", _nearest(text, [_written(one) for one in ACTIONS]))
    else:
        found = [one for one in ACTIONS if one.name == text]
        if not found:
            raise NotUnderstood(f"there is no action {text!r}", _nearest(text, [one.name for one in ACTIONS]))
    fitting = [one for one in found if resource_type in ACTIONS[one].resources]
    if not fitting:
        applies = ", ".join(dict.fromkeys(kind for one in found for kind in ACTIONS[one].resources))
        raise NotUnderstood(f"{text} is not done to a {resource_type}, but to: {applies}")
    return fitting[0]  # an action's name and the type of what it is done to leave one


def with_context(asked: Asked, text: str) -> Asked:
    """Return *asked* with the context that a JSON object says: what its action declares, and the facts `run`, `time`
    and `usage` that the broker knows in a run. Raises `NotUnderstood`; types are checked when it is asked."""
    said = _object(text, "the context")
    facts = {name: said.pop(name) for name in FACTS if name in said}
    return asked._replace(context=pairs(said), facts=_facts(facts) if facts else None)


def parse_object(text: str, what: str) -> Attributes:
    """Return a JSON object as pairs. Raises `NotUnderstood`, in which *what* names it."""
    return pairs(_object(text, what))


def _object(text: str, what: str) -> dict[str, Any]:
    try:
        said = json.loads(text, object_pairs_hook=no_duplicates, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"{what} is no JSON: {error}") from None
    if not isinstance(said, dict):
        raise NotUnderstood(f"{what} is no JSON object")
    return said


def _facts(said: dict[str, Any]) -> Facts:
    """Return the facts that JSON says. `run` has `id`, `script_sha256`, `cwd`, `args` and `words`, each if it is
    wanted; `usage` has `calls` and `bytes_written`; `time` is written as in `datetime("2026-11-25T15:00:00Z")`."""
    from rexpy.broker.policy.facts import Facts, run_facts

    made = Facts()
    if "run" in said:
        run = _record("run", said["run"], ("id", "script_sha256", "cwd", "args", "words"))
        arguments = run.get("args", {})
        words = run.get("words", [])
        texts = [run.get(name, "") for name in ("id", "script_sha256", "cwd")]
        if not isinstance(arguments, dict) or not isinstance(words, list):
            raise NotUnderstood("context.run.args is a JSON object, and words a list of texts")
        if not all(isinstance(text, str) for text in (*texts, *words)):
            raise NotUnderstood("id, script_sha256, cwd and words of context.run are texts")
        known = run_facts(texts[0], b"", texts[2], arguments, words)._replace(script_sha256=texts[1])
        made = made._replace(run=lambda: known)
    if "usage" in said:
        usage = _record("usage", said["usage"], ("calls", "bytes_written"))
        used = usage.get("calls", 0), usage.get("bytes_written", 0)
        if not all(type(number) is int for number in used):
            raise NotUnderstood("what context.usage holds are whole numbers")
        made = made._replace(usage=lambda: used)
    if "time" in said:
        moment = _seconds(said["time"])
        made = made._replace(clock=lambda: moment)
    return made


def _record(name: str, said: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(said, dict) or said.keys() - set(fields):
        raise NotUnderstood(f"context.{name} is a JSON object with {', '.join(fields)}")
    return said


def _seconds(said: Any) -> float:
    import datetime

    if isinstance(said, dict):  # as Cedar's own JSON has it
        written = said.get("__extn", said)
        if isinstance(written, dict) and written.get("fn") == "datetime":
            said = written.get("arg")
    try:
        moment = datetime.datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise NotUnderstood('context.time is written like "2026-11-25T15:00:00Z"') from None
    return moment.replace(tzinfo=moment.tzinfo or datetime.UTC).timestamp()


def pairs(said: dict[str, Any]) -> Attributes:
    """Return a JSON object as a tuple of pairs, records in it too; a list becomes a tuple."""
    return tuple((name, _value(value)) for name, value in said.items())


def _value(value: Any) -> object:
    if isinstance(value, dict):
        return pairs(value)
    if isinstance(value, list):
        return tuple(_value(one) for one in value)
    return value


def _types() -> dict[str, str]:
    """Return the resource types by their names without and with namespace."""
    every = [name for name in ENTITY_TYPES if name not in (USER, GROUP)]
    return {**{name.rpartition("::")[2]: name for name in every}, **{name: name for name in every}}


def _uid(text: str) -> tuple[str, str]:
    try:
        return parse_uid(text)
    except UidRefused as error:
        raise NotUnderstood(f"{text} is {error}") from None


def _checked(kind: str, name: str, text: str) -> Resource:
    reason = ENTITY_TYPES[kind].refuse(name)
    if reason is not None:
        raise NotUnderstood(f"{text} is no {kind}: {reason}")
    return Resource(kind, name)


def _written(action: Action) -> str:
    return f'{action.type}::"{action.name}"'


def _nearest(word: str, known: list[str]) -> str | None:
    import difflib

    found = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return found[0] if found else None
