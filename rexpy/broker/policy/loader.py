"""From texts to policies that are known to be safe to evaluate: parse, validate, look for what validation
misses."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import NamedTuple

from hostapi.vocabulary import schema as vocabulary
from rexpy.broker.policy import cedar
from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.limits import MAX_NESTING, MAX_OPERATORS, PolicyLimits
from rexpy.broker.policy.safety import TOO_DEEP, risks
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.statement import ANNOTATIONS, Json, Located
from rexpy.broker.policy.tokens import Statement, line_and_column, statements, tokenize, too_deep
from rexpy.errors import Finding, PolicyInvalid


@functools.cache
def schema() -> cedar.Schema:
    """Return the schema of the vocabulary, parsed once in a process; it is immutable."""
    return cedar.parse_schema(json.dumps(vocabulary.json_schema()))


class Loaded(NamedTuple):
    """Policies that are known to be safe: the parsed set, each of its policies, and the templates that it has
    links of."""

    policy_set: cedar.PolicySet
    policies: tuple[Located, ...]
    templates: tuple[Located, ...] = ()


def load_policies(sources: Sequence[Source], limits: PolicyLimits, links: Sequence[Source] = ()) -> Loaded:
    """Return the policies of *sources*, parsed together, and each with its place.

    Raises `PolicyInvalid` with every finding: what does not parse, does not validate strictly against the
    schema, could fail while it is evaluated, has the `@id` of another, has an annotation that is nearly one with a
    meaning, is a template without a link in *links*, or a link without its template.
    """
    places = _statements(sources, limits)
    # A source that ends in the middle of a statement would go on in the next one.
    if not all(statement.complete for _, statement in places):
        raise _unparsable(sources, "the policy does not end")
    text = "\n".join(source.text for source in sources)
    try:
        policy_set = cedar.parse_policies(text)
        bodies = _bodies(cedar.policies_json(text))
    except cedar.CedarFailure as error:
        raise _unparsable(sources, str(error)) from None
    except RecursionError:
        raise PolicyInvalid((Finding(sources[0].name, 0, 0, TOO_DEEP.message),)) from None
    if len(bodies) != len(places) or any(f"policy{index}" not in bodies for index in range(len(places))):
        # Invariant: places and policies are one to one; a disagreement would blame, or excuse, the wrong
        # policy.
        raise _unparsable(sources, f"rexpy counts {len(places)} policies and Cedar {len(bodies)}")
    written = tuple(
        _located(source, statement, f"policy{index}", bodies[f"policy{index}"])
        for index, (source, statement) in enumerate(places)
    )
    findings = _duplicates(written)
    if any(not ANNOTATIONS.issuperset(policy.body.get("annotations", ())) for policy in written):
        from rexpy.broker.policy.annotations import misspelt

        findings += misspelt(written)
    errors = cedar.validate(text, schema())
    if errors:
        from rexpy.broker.policy import diagnose

        findings += diagnose.validation_findings(written, errors)
    if not findings:
        findings = _risks(written)
    if findings:
        raise PolicyInvalid(tuple(findings))
    if links or any(_is_template(policy) for policy in written):
        return _linked(written, links, limits)
    return Loaded(policy_set, written)


def _linked(written: Sequence[Located], sources: Sequence[Source], limits: PolicyLimits) -> Loaded:
    """Return the policies that are none of templates, and after them those that links make of these."""
    from rexpy.broker.policy.links import invalid_links, link_all, read_links

    templates = tuple(policy for policy in written if _is_template(policy))
    links, findings = read_links(sources)
    if len(written) + len(links) > limits.policies:
        findings.append(Finding(sources[0].name, 0, 0, f"more than {limits.policies} policies in all"))
    if findings:
        raise PolicyInvalid(tuple(findings))
    made, findings = link_all(templates, links)
    if not findings:
        findings = _taken(made, written)
    if not findings:
        errors = cedar.validate("\n".join(policy.text for policy in made), schema())
        findings = invalid_links(made, links, errors)
    if findings:
        raise PolicyInvalid(tuple(findings))
    static = [policy for policy in written if not _is_template(policy)]
    policies = tuple(policy._replace(id=f"policy{index}") for index, policy in enumerate([*static, *made]))
    return Loaded(cedar.parse_policies("\n".join(policy.text for policy in policies)), policies, templates)


def _statements(sources: Sequence[Source], limits: PolicyLimits) -> list[tuple[Source, Statement]]:
    places: list[tuple[Source, Statement]] = []
    for source in sources:
        tokens = tokenize(source.text)
        # Threat: Cedar's recursive parser overflows the stack and takes the broker with it; this comes before
        # it.
        deep = too_deep(tokens, nesting=MAX_NESTING, operators=MAX_OPERATORS)
        if deep is not None:
            line, column = line_and_column(source.text, deep.start)
            message = f"more than {MAX_NESTING} open brackets, or {MAX_OPERATORS} operators in a policy"
            raise PolicyInvalid((Finding(source.name, line, column, message),))
        places.extend((source, statement) for statement in statements(tokens))
        if len(places) > limits.policies:
            raise PolicyInvalid((Finding(source.name, 0, 0, f"more than {limits.policies} policies in all"),))
    return places


def _unparsable(sources: Sequence[Source], message: str) -> PolicyInvalid:
    from rexpy.broker.policy import diagnose

    findings = diagnose.parse_findings(sources)
    return PolicyInvalid(tuple(findings) or (Finding(sources[0].name, 0, 0, message),))


def _bodies(text: str) -> dict[str, Json]:
    said = json.loads(text)
    return {**said["staticPolicies"], **said["templates"]}


def _located(source: Source, statement: Statement, policy_id: str, body: Json) -> Located:
    name = body.get("annotations", {}).get("id") or policy_id
    found = Located(policy_id, PolicyRef(name, source.name, 0), body, source, statement)
    line, _ = line_and_column(source.text, found.effect.start)
    return found._replace(ref=PolicyRef(name, source.name, line))


def _duplicates(policies: Sequence[Located]) -> list[Finding]:
    first: dict[str, PolicyRef] = {}
    found: list[Finding] = []
    for policy in policies:
        if "id" not in policy.body.get("annotations", {}):
            continue
        other = first.setdefault(policy.ref.id, policy.ref)
        if other is not policy.ref:
            message = f"the @id {json.dumps(policy.ref.id)} is that of the policy at {other.file}:{other.line} too"
            found.append(_whole(policy, message))
    return found


def _taken(made: Sequence[Located], written: Sequence[Located]) -> list[Finding]:
    """Return a finding for each link whose id another policy has."""
    first = {policy.ref.id: policy.ref for policy in written}
    found: list[Finding] = []
    for policy in made:
        other = first.setdefault(policy.ref.id, policy.ref)
        if other is not policy.ref:
            message = f"the link_id {json.dumps(other.id)} is the id of what is at {other.file}:{other.line} too"
            found.append(Finding(policy.ref.file, policy.ref.line, 0, message))
    return found


def _is_template(policy: Located) -> bool:
    """Return whether a slot is in the head of *policy*; Cedar has them nowhere else."""
    body = policy.body
    return any("slot" in body[part] or "slot" in body[part].get("in", ()) for part in ("principal", "resource"))


def _risks(policies: Sequence[Located]) -> list[Finding]:
    found: list[Finding] = []
    for policy in policies:
        for risk in risks(policy):
            from rexpy.broker.policy import diagnose

            found.append(diagnose.word_finding(policy, risk.word, risk.message))
    return found


def _whole(policy: Located, message: str) -> Finding:
    line, column = line_and_column(policy.source.text, policy.statement.start)
    return Finding(policy.ref.file, line, column, message)
