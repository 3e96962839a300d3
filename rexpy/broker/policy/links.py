"""Fills templates: `?principal` and `?resource` become the entities that a links file names.

The file is the Cedar CLI's: a JSON list of `{"template_id": …, "link_id": …, "args": {"?principal": "User::\\"a\\""}}`.
Imported only where there is a template or a links file.

Not: Cedar's own links. A validator that takes text does not see them, and what is evaluated must be what was
validated. So a slot is filled in Cedar's JSON form of the template, Cedar writes the policy, and that text is
loaded as any other. No policy is ever made by joining strings.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hostapi.vocabulary.every import ENTITY_TYPES
from rexpy.broker.policy import cedar
from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.entities import no_constant, no_duplicates
from rexpy.broker.policy.limits import MAX_NESTING, MAX_OPERATORS
from rexpy.broker.policy.principal import UidRefused, parse_uid
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.statement import Json, Located, Uid
from rexpy.broker.policy.tokens import line_and_column, line_at, statements, tokenize, too_deep
from rexpy.errors import Finding

PARTS = ("principal", "resource")
_KEYS = ("template_id", "link_id", "args")


class Link(NamedTuple):
    """One link as the file says it: *offset* is where it begins in *source*."""

    source: Source
    offset: int
    template: str
    id: str
    values: Mapping[str, Uid]

    def finding(self, message: str, suggestion: str | None = None) -> Finding:
        """Return a finding at the link's beginning."""
        return _at(self.source, self.offset, message, suggestion)


class _Unfit(Exception):
    """The text says what is wrong with a link."""


def slots_of(body: Json) -> tuple[str, ...]:
    """Return the slots in the head of a policy: none, `?principal`, `?resource` or both."""
    found: list[str] = []
    for part in PARTS:
        constraint = body[part]
        inner = constraint.get("in")
        if "slot" in constraint or (isinstance(inner, dict) and "slot" in inner):
            found.append(f"?{part}")
    return tuple(found)


def read_links(sources: Sequence[Source]) -> tuple[list[Link], list[Finding]]:
    """Return the links of *sources*, and what is wrong in them."""
    links: list[Link] = []
    found: list[Finding] = []
    for source in sources:
        try:
            for offset, said in elements(source.text):
                try:
                    links.append(_link(source, offset, said))
                except _Unfit as error:
                    found.append(_at(source, offset, str(error)))
        except json.JSONDecodeError as error:
            found.append(_at(source, error.pos, f"not JSON: {error.msg}"))
        except (ValueError, RecursionError) as error:
            text = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            found.append(Finding(source.name, 0, 0, text))
    return links, found


def link_all(templates: Sequence[Located], links: Sequence[Link]) -> tuple[list[Located], list[Finding]]:
    """Return the policies that *links* make of *templates*, and what keeps one from being made.

    Each is as if it were written in the links file: its id is the link's, its place that of the link. Their
    Cedar ids are those of a set of their own.
    """
    named: dict[str, Located] = {}
    for template in templates:
        named[template.id] = named[template.ref.id] = template
    made: list[Located] = []
    found: list[Finding] = []
    used: set[str] = set()
    for link in links:
        if link.template not in named:
            found.append(_no_template(link, sorted(named)))
            continue
        used.add(named[link.template].id)
        try:
            made.append(_instance(named[link.template], link, f"policy{len(made)}"))
        except _Unfit as error:
            found.append(link.finding(str(error)))
    message = "this template has no link, so it decides nothing: give --links, or name the entity instead"
    for template in templates:
        if template.id not in used:
            slot = slots_of(template.body)[0]
            from rexpy.broker.policy import diagnose

            found.append(diagnose.word_finding(template, slot, message))
    return made, found


def invalid_links(made: Sequence[Located], links: Sequence[Link], errors: Sequence[tuple[str, str]]) -> list[Finding]:
    """Return the findings for what strict validation says of linked policies."""
    by_id = {policy.id: link for policy, link in zip(made, links, strict=True)}
    found: dict[str, Finding] = {}
    for policy_id, message in sorted(errors):
        link = by_id[policy_id]
        said = message.removeprefix(f"for policy `{policy_id}`, ")
        found.setdefault(policy_id, link.finding(f"the template {_quoted(link.template)} so linked is invalid: {said}"))
    return list(found.values())


def _instance(template: Located, link: Link, policy_id: str) -> Located:
    slots = slots_of(template.body)
    if set(link.values) != set(slots):
        wanted = ", ".join(slots)
        given = ", ".join(sorted(link.values)) or "nothing"
        raise _Unfit(f"the template {_quoted(link.template)} has {wanted}; the link fills {given}")
    body: Json = copy.deepcopy(template.body)
    for slot, uid in link.values.items():
        constraint = body[slot[1:]]
        place = constraint if "slot" in constraint else constraint["in"]
        del place["slot"]
        place["entity"] = uid._asdict()
    body.setdefault("annotations", {})["id"] = link.id
    try:
        text = cedar.policies_text(
            json.dumps({"staticPolicies": {policy_id: body}, "templates": {}, "templateLinks": []})
        ).strip()
        tokens = tokenize(text)
        parts = statements(tokens)
        # Threat: Cedar writes more brackets than it read, and its parser recurses.
        deep = too_deep(tokens, nesting=MAX_NESTING, operators=MAX_OPERATORS)
        read = {} if deep else json.loads(cedar.policies_json(text))["staticPolicies"]
    except cedar.CedarFailure as error:
        raise _Unfit(str(error)) from None
    # Invariant: what is evaluated is the template with its slots filled, and nothing else.
    if deep or len(parts) != 1 or not parts[0].complete or list(read.values()) != [body]:
        raise _Unfit(f"Cedar does not read the template {_quoted(link.template)} back as it wrote it")
    line, _ = line_and_column(link.source.text, link.offset)
    ref = PolicyRef(link.id, link.source.name, line, template.ref)
    return Located(policy_id, ref, body, Source(link.source.name, text), parts[0])


def elements(text: str) -> list[tuple[int, Any]]:
    """Return the elements of a JSON list with their offsets, which the standard decoder does not tell; raises
    ValueError."""
    decoder = json.JSONDecoder(object_pairs_hook=no_duplicates, parse_constant=no_constant)
    if not isinstance(decoder.decode(text), list):
        raise ValueError("not a JSON list")
    found: list[tuple[int, Any]] = []
    position = _blank(text, text.index("[") + 1)
    while text[position] != "]":
        value, end = decoder.raw_decode(text, position)
        found.append((position, value))
        position = _blank(text, end)
        if text[position] == ",":
            position = _blank(text, position + 1)
    return found


def _blank(text: str, position: int) -> int:
    while text[position] in " \t\r\n":
        position += 1
    return position


def _link(source: Source, offset: int, said: Any) -> Link:
    if not isinstance(said, dict) or said.keys() != set(_KEYS):
        raise _Unfit(f"a link is an object with {', '.join(_KEYS)}, and nothing else")
    template, link_id, given = (said[key] for key in _KEYS)
    if not isinstance(template, str) or not isinstance(link_id, str) or not template or not link_id:
        raise _Unfit("template_id and link_id are texts that are not empty")
    if not isinstance(given, dict):
        raise _Unfit('args is an object, like {"?principal": "User::\\"agent-7\\""}')
    return Link(source, offset, template, link_id, {slot: _uid(slot, value) for slot, value in given.items()})


def _uid(slot: str, value: Any) -> Uid:
    if isinstance(value, dict):
        value = value.get("__entity", value)
        if not isinstance(value, dict) or value.keys() != {"type", "id"}:
            raise _Unfit(f'{slot} is not named in the form {{"type": …, "id": …}}')
        uid = Uid(value["type"], value["id"])
        if not isinstance(uid.type, str) or not isinstance(uid.id, str):
            raise _Unfit(f"{slot} has a type or id that is not text")
    elif isinstance(value, str):
        try:
            uid = parse_uid(value)
        except UidRefused as error:
            raise _Unfit(f"{slot} is {value}: {error}") from None
    else:
        raise _Unfit(f"{slot} is neither a text nor an object")
    declared = ENTITY_TYPES.get(uid.type)
    if declared is None:
        raise _Unfit(f"{slot} is of the unknown type {_quoted(uid.type)}")
    reason = declared.refuse(uid.id)
    if reason is not None:
        raise _Unfit(f"{slot} is no {uid.type}: {reason}")
    return uid


def _no_template(link: Link, known: Sequence[str]) -> Finding:
    import difflib

    near = difflib.get_close_matches(link.template, known, n=1)
    return link.finding(f"no template has the @id {_quoted(link.template)}", near[0] if near else None)


def _at(source: Source, offset: int, message: str, suggestion: str | None = None) -> Finding:
    line, column = line_and_column(source.text, offset)
    return Finding(source.name, line, column, message, line_at(source.text, offset), suggestion)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
