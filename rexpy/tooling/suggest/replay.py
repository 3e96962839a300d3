"""Replays requests against a proposal: it must load, allow what it was made for, and nothing that it withholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hostapi.vocabulary.base import Attributes
from hostapi.vocabulary.every import ACTIONS
from hostapi.vocabulary.file_system import MOVE, destination
from rexpy.broker.policy import Decision, Policy, PolicyLimits
from rexpy.broker.policy.facts import Facts, RunFacts
from rexpy.tooling.suggest.asked import SCRIPT, Request
from rexpy.tooling.suggest.propose import Permit, Proposal
from rexpy.tooling.suggest.region import Region
from rexpy.tooling.suggest.text import statement


class Disagrees(Exception):
    """A proposal does not do what it is for: a fault of rexpy's own. Nothing of it is to be used."""


AT_ONCE = 20
"""Regions and resources that the permits replayed together name. What one permit allows, all of them do; and a decision
by thousands takes a hundred times as long as one by a few."""


class TooLarge(Exception):
    """A proposal is larger than the policies that rexpy loads."""


def check(text: str, proposal: Proposal) -> None:
    """Raise `Disagrees` where the policies *text* do not allow exactly what *proposal* is for.

    Raises `PolicyInvalid` where they do not load, `TooLarge` for more than rexpy loads unless told to.
    """
    if not proposal.permits:
        return
    limits = PolicyLimits()
    if len(text.encode()) > limits.policy_bytes or len(proposal.permits) > limits.policies:
        raise TooLarge
    policy = Policy.from_text(text, "the proposal")
    for some in _few(proposal.permits):
        only = Policy.from_text("\n".join(map(statement, some)))
        for request in (request for permit in some for request in permit.requests):
            if replayable(request) and not allows(only, request):
                raise Disagrees(f"the proposal does not allow what it was made for: {request}")
    for withheld in proposal.withheld:
        if allows(policy, withheld.request):
            raise Disagrees(f"the proposal allows what it withholds: {withheld.request}")


def _few(permits: Iterable[Permit]) -> Iterator[list[Permit]]:
    some: list[Permit] = []
    weight = 0
    for permit in permits:
        more = 1 if isinstance(permit.where, Region) else len(permit.where)
        if some and weight + more > AT_ONCE:
            yield some
            some, weight = [], 0
        some.append(permit)
        weight += more
    if some:
        yield some


def allows(policy: Policy, request: Request) -> bool:
    """Return whether *policy* allows *request*."""
    return decide(policy, request).allowed


def decide(policy: Policy, request: Request) -> Decision:
    """Return what *policy* says to *request*, in a run of its script where that is known."""
    script = dict(request.conditions).get(SCRIPT)
    facts = None
    if script is not None:
        run = RunFacts(id="", script_sha256=str(script), cwd="/")
        facts = Facts(run=lambda: run)
    authorizer = policy.authorizer(request.principal, facts)
    return authorizer.decide(request.action, request.resource, context_of(request))


def context_of(request: Request) -> Attributes:
    """Return a context of the request: what is known of it, and where a move was not recorded, some destination."""
    known = dict(request.conditions)
    if request.action == MOVE:
        place = known.get("destination.parent_path", "/not")
        return destination(str(known.get("destination.path", f"{str(place).rstrip('/')}/recorded")))
    return _nested([(name.split("."), value) for name, value in request.conditions if name != SCRIPT])


def _nested(pairs: Sequence[tuple[Sequence[str], object]]) -> Attributes:
    made: dict[str, object] = {}
    below: dict[str, list[tuple[Sequence[str], object]]] = {}
    for names, value in pairs:
        if len(names) == 1:
            made[names[0]] = value
        else:
            below.setdefault(names[0], []).append((names[1:], value))
    return tuple({**made, **{name: _nested(inner) for name, inner in below.items()}}.items())


def replayable(request: Request) -> bool:
    """Return whether enough is known of the request's context to ask it again."""
    declared = ACTIONS.get(request.action)
    if declared is None:
        return False
    given = {name for name, _ in context_of(request)}
    return all(field.name in given for field in declared.context if field.required)
