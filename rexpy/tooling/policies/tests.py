"""Tests of policies: what they must allow and deny, read from files and held against the loaded policies.

Two forms. JSON is that of the Cedar CLI's `run-tests`: a list of objects with `request`, `entities`, `decision`,
`reason` and `num_errors`. The short form has one test a line:

    allow read File:/var/log/syslog as agent-7
    deny  write File:/etc/passwd as agent-7 by no-writes
    allow fs.load /var/log/syslog as agent-7      # all that the operation asks
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rexpy.broker.policy import Decision, Policy
from rexpy.broker.policy.annotated import said
from rexpy.broker.policy.shorthand import ANYONE, Asked, NotUnderstood, parse_request, parse_user, with_context
from rexpy.broker.policy.sources import Source
from rexpy.errors import ArgumentsInvalid, Finding
from rexpy.tooling.policies.needs import needs_of

_WORD = r'(?:[^\s"]|"(?:\\.|[^"\\])*")+'
_BY = re.compile(rf"^(.*?)\s+by\s+({_WORD}(?:\s*,\s*{_WORD})*)(\s+with\s+\{{.*\}})?\s*$")
_OPERATION = re.compile(
    rf"^([a-z_]+\.[a-z_]+)((?:\s+(?!as\s|with\s){_WORD})+)(?:\s+as\s+({_WORD}))?(?:\s+with\s+(\{{.*\}}))?$"
)
_EXPECTED = {"allow": True, "deny": False}


class Case(NamedTuple):
    """One test: *requests* must all be allowed, or one of them denied.

    *reasons* are ids of policies that must be among those that determined the decision. *entities* are users and
    groups that this test adds, as JSON; *attributes* those of its resource. *problem* says why it cannot be asked.
    """

    name: str
    file: str
    line: int
    allowed: bool
    requests: tuple[Asked, ...] = ()
    reasons: tuple[str, ...] = ()
    errors: int = 0
    entities: str | None = None
    attributes: Any = ()
    problem: str | None = None


class Outcome(NamedTuple):
    """How a test went: *message* is empty where it holds. *decisions* are those of its requests, in order."""

    case: Case
    decisions: tuple[Decision, ...]
    message: str

    @property
    def ok(self) -> bool:
        """Whether it holds."""
        return not self.message


def read(source: Source) -> list[Case]:
    """Return the tests in *source*. Raises ArgumentsInvalid with every line that is no test; no test at all is one."""
    if source.text.lstrip().startswith(("[", "{")):
        from rexpy.tooling.policies.cedar_tests import read_json

        cases = read_json(source)
    else:
        cases = list(_lines(source))
    if not cases:
        raise ArgumentsInvalid((Finding(source.name, 0, 0, "the file holds no test"),))
    return cases


def run(cases: Sequence[Case], policy: Policy, with_entities: Any) -> Iterator[Outcome]:
    """Yield how each test goes under *policy*; *with_entities* loads it with more entities, given as JSON."""
    loaded: dict[str | None, Policy] = {None: policy}
    for case in cases:
        if case.problem is not None:
            yield Outcome(case, (), case.problem)
            continue
        if case.entities not in loaded:
            loaded[case.entities] = with_entities(case.entities)
        yield _outcome(case, loaded[case.entities])


def _outcome(case: Case, policy: Policy) -> Outcome:
    decisions = tuple(
        policy.authorizer(asked.principal, asked.facts).decide(
            asked.action, asked.resource, asked.context, attributes=case.attributes
        )
        for asked in case.requests
    )
    return Outcome(case, decisions, _message(case, decisions, policy))


def _message(case: Case, decisions: Sequence[Decision], policy: Policy) -> str:
    errors = [error for decision in decisions for error in decision.errors]
    if len(errors) != case.errors:
        return f"{case.errors} errors expected, {len(errors)} found: {'; '.join(errors)}"
    refused = [index for index, decision in enumerate(decisions) if not decision.allowed]
    if case.allowed and refused:
        asked, decision = case.requests[refused[0]], decisions[refused[0]]
        one = f"{asked.action.name} on {asked.resource.id} is " if len(decisions) > 1 else ""
        return f"should be allowed, but {one}{_why(policy, case, asked, decision)}"
    if not case.allowed and not refused:
        return f"should be denied, but {said(decisions[-1])}"
    determined = {name for decision in decisions for ref in decision.policies for name in _names(policy, ref)}
    missing = [reason for reason in case.reasons if reason not in determined]
    if missing:
        return f"{', '.join(missing)} should have determined it, but {said(decisions[refused[0] if refused else -1])}"
    return ""


def _why(policy: Policy, case: Case, asked: Asked, decision: Decision) -> str:
    """Return why a request is denied; where a permit came near, with what it lacks."""
    if decision.effect != "no_permit":
        return said(decision)
    from rexpy.tooling.policies.explain import explain

    for near in explain(policy, asked, attributes=case.attributes, limit=1).near:
        lacks = "; ".join(part.text for part in near.parts if part.matched is False)
        return f"{said(decision)}; {near.policy.id} ({near.policy.file}:{near.policy.line}) does not for: {lacks}"
    return said(decision)


def _names(policy: Policy, ref: Any) -> tuple[str, ...]:
    """Return what a test may call a policy: its id, and its number as Cedar counts."""
    return (ref.id, *(one.id for one in policy.located if one.ref == ref))


def _lines(source: Source) -> Iterator[Case]:
    found: list[Finding] = []
    for number, text in enumerate(source.text.splitlines(), 1):
        line = _uncommented(text)
        if not line:
            continue
        try:
            yield _case(source, number, line)
        except NotUnderstood as error:
            column = len(text) - len(text.lstrip()) + 1
            found.append(Finding(source.name, number, column, str(error), text, error.suggestion))
    if found:
        raise ArgumentsInvalid(tuple(found))


def _uncommented(text: str) -> str:
    """Return a line without its comment, which begins with `#` after a blank, outside quotes."""
    match = re.match(r'(?:"(?:\\.|[^"\\])*"|(?<!\s)#|[^"#]|"(?!(?:\\.|[^"\\])*"))*', text)
    return match.group().strip() if match and not text.lstrip().startswith("#") else ""


def _case(source: Source, number: int, line: str) -> Case:
    word, _, rest = line.partition(" ")
    if word not in _EXPECTED:
        raise NotUnderstood(f"a test begins with allow or deny, not {word!r}")
    reasons: tuple[str, ...] = ()
    by = _BY.match(rest)
    if by is not None:
        rest = by.group(1) + (by.group(3) or "")
        reasons = tuple(name.strip().strip('"') for name in by.group(2).split(","))
    return Case(line, source.name, number, _EXPECTED[word], _requests(rest.strip()), reasons)


def _requests(text: str) -> tuple[Asked, ...]:
    match = _OPERATION.match(text)
    if match is None:
        return (parse_request(text),)
    name, arguments, who, context = match.groups()
    user = parse_user(who) if who else ANYONE
    made = []
    for need in needs_of(name, re.findall(_WORD, arguments)):
        asked = Asked(user, need.action, need.resource, need.context)
        if context is not None:
            more = with_context(asked, context)
            asked = asked._replace(facts=more.facts, context=asked.context or more.context)
        made.append(asked)
    return tuple(made)
