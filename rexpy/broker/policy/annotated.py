"""Holds policies to the tests in their annotations, whenever they are loaded. Imported only where there are some.

`@test_allow("read File:/var/log/syslog as agent-7")` and `@test_deny(…)` say what the whole set decides, not the
one policy. Several tests stand on lines of their own or are parted by `;`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Protocol

from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.principals import USER
from rexpy.broker.policy import diagnose
from rexpy.broker.policy.authorizer import Authorizer
from rexpy.broker.policy.decision import Decision
from rexpy.broker.policy.facts import Facts
from rexpy.broker.policy.shorthand import ANYONE, NotUnderstood, parse_request
from rexpy.broker.policy.statement import Located, uid_of
from rexpy.errors import Finding

KINDS = {"test_allow": True, "test_deny": False}
_SEPARATED = re.compile(r'(?:[^;\n"]|"(?:\\.|[^"\\])*")+')


class Authorizers(Protocol):
    """`Policy.authorizer`."""

    def __call__(self, principal: Resource, facts: Facts | None = None) -> Authorizer:
        """Return what decides for *principal* in the run that *facts* are of."""
        ...


def failures(policies: Sequence[Located], authorizer: Authorizers) -> list[Finding]:
    """Return a finding for each test in *policies* that is not understood or does not hold.

    A test that names no principal is asked for the user in the policy's head, else for one whom nothing names.
    """
    found: list[Finding] = []
    for policy in policies:
        if policy.ref.template is not None:
            continue  # its tests stand in the template, once
        for name, allowed in KINDS.items():
            tests = tests_of(policy, name)
            if tests is None:
                continue
            if not tests:
                found.append(_finding(policy, name, f"@{name} holds no test"))
            for test in tests:
                message = _failure(policy, test, allowed=allowed, authorizer=authorizer)
                if message is not None:
                    found.append(_finding(policy, name, f"@{name}({json.dumps(test)}) {message}"))
    return found


def tests_of(policy: Located, name: str) -> list[str] | None:
    """Return the tests in the annotation *name* of a policy, None where it has no such annotation."""
    annotations = policy.body.get("annotations", {})
    if name not in annotations:
        return None
    return [test.strip() for test in _SEPARATED.findall(annotations[name] or "") if test.strip()]


def _failure(policy: Located, test: str, *, allowed: bool, authorizer: Authorizers) -> str | None:
    try:
        asked = parse_request(test, _usual_principal(policy))
    except NotUnderstood as error:
        return f"is no request: {error}" + (f" (did you mean {error.suggestion}?)" if error.suggestion else "")
    decision = authorizer(asked.principal, asked.facts).decide(asked.action, asked.resource, asked.context)
    if decision.effect == "error":
        return f"cannot be decided: {'; '.join(decision.errors)}"
    return None if decision.allowed == allowed else f"does not hold: {said(decision)}"


def said(decision: Decision) -> str:
    """Return in a few words what was decided and by which policies."""
    by = ", ".join(f"{ref.id} ({ref.file}:{ref.line})" for ref in decision.policies)
    if decision.effect == "no_permit":
        return "denied, because no permit matches"
    return f"allowed by {by}" if decision.allowed else f"denied by {by}"


def _usual_principal(policy: Located) -> Resource:
    head = policy.body["principal"]
    if head["op"] == "==" and "entity" in head:
        uid = uid_of(head["entity"])
        if uid.type == USER:
            return Resource(USER, uid.id)
    return ANYONE


def _finding(policy: Located, annotation: str, message: str) -> Finding:
    return diagnose.word_finding(policy, f"@{annotation}", message)
