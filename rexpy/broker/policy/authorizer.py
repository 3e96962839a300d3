"""Decides requests of one principal. Read `decide` first: everything that a script does goes through it.

A decision is a pure function of policies, schema, entities and request, so it is remembered, keyed by
everything that some loaded policy can observe of the request:

- of a path that no policy for this action names: its place (which named directories it lies in), and which
  of their patterns it is like;
- of a path, hostname, … that one names, or that they read in any other way: all of it;
- what the operation says in the context, where they read any of it; the attributes, where the operation gave them;
- the run, the time and the usage, each where they read it (`rexpy.broker.policy.reading`).

Threads may share an authorizer. All that changes after its making are dicts whose values are functions of
their keys: a lost update costs an evaluation, and no lock is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hostapi.vocabulary.base import Action, Attributes, Resource
from rexpy.broker.policy import cedar
from rexpy.broker.policy.context import ContextRefused, context_json
from rexpy.broker.policy.decision import Decision, failed
from rexpy.broker.policy.facts import NO_RUN, Facts, RunFacts, Values
from rexpy.broker.policy.plan import Plan, make_plan
from rexpy.broker.policy.requests import entity_json
from rexpy.broker.policy.ruleset import Place, Ruleset

Ask = tuple[Action, Resource, Attributes]
"""What `decide_batch` takes of each request: action, resource, context."""

_DOTS = frozenset(("", ".", ".."))
_MAX_FAST = 2048
"""Characters of a path that is surely short enough; a longer one is looked at as a whole."""


class _Prepared(NamedTuple):
    """A request that was checked and not remembered: what Cedar needs, and what to remember it by: None where it is
    not to be."""

    plan: Plan
    key: object
    place: Place
    id: str
    entity: str
    context: str


class Authorizer:
    """Decides what *principal* may do under *rules*. Made by `Policy.authorizer`; may be shared between
    threads.

    *facts* are those of one run. *base* is the authorizer of the same principal for no run in particular; what no
    policy ties to a run is remembered there.
    """

    def __init__(
        self, rules: Ruleset, principal: Resource, facts: Facts = NO_RUN, base: Authorizer | None = None
    ) -> None:
        self.principal = principal
        self._rules = rules
        self._places = rules.places
        self._plans: dict[tuple[Action, str], Plan] = {}
        self._facts = facts
        self._base = base
        self._run: RunFacts | None = None

    def decide(
        self, action: Action, resource: Resource, context: Attributes = (), *, attributes: Attributes = ()
    ) -> Decision:
        """Return whether the principal may do *action* to *resource*; never raises.

        *context* holds what the action declares, in pairs; *attributes* those of a resource whose type says
        that the operation gives them. Whatever is not as declared, or cannot be decided, is denied with the
        effect `error`.
        """
        try:
            kind, name = resource
            plan = self._plans.get((action, kind))
            if plan is None:
                plan = self._plan(action, kind)
            if plan.fast:
                said = plan.contexts.get(context)
                directory, slash, last = name.rpartition("/")
                place = self._places.get(directory)
                # What `refuse` looks for, given that it found nothing wrong with the directory.
                sound = slash and last.isprintable() and last not in _DOTS and len(name) < _MAX_FAST
                if place is not None and said is not None and sound and not attributes:
                    key = plan.key(name, place)
                    if plan.reads_context:
                        key = (key, said)
                    if plan.facts is None:
                        remembered = plan.remembered.get(key)
                        if remembered is not None:
                            return remembered
                        return self._evaluate(plan, key, place, name, plan.entity_at(place, name), said)
                    return self._decide(self._with_facts(plan, key, place, name, said, ""))
            return self._decide(self._prepare(plan, name, context, attributes))
        except BaseException as error:
            if not cedar.is_failure(error):
                raise
            return failed(f"{type(error).__name__}: {error}")

    def lasting(self, action: Action, resource_type: str) -> bool:
        """Return whether equal requests for *action* on a resource of this type always get one decision."""
        plan = self._plan(action, resource_type)
        return plan.facts is None and plan.shadows is None

    def alike(self, action: Action, resource_type: str) -> frozenset[str] | None:
        """Return the paths that policies tell apart from others in their directory; all others of a directory get one
        decision, always. None where more than their place is looked at, the context, or what changes in a run.

        It is what the key of `Plan.key` says, made for who need not ask again.
        """
        plan = self._plan(action, resource_type)
        if not plan.fast or plan.reads_resource or plan.reads_context or plan.patterns:
            return None
        return plan.named if self.lasting(action, resource_type) else None

    def _decide(self, prepared: Decision | _Prepared) -> Decision:
        return prepared if isinstance(prepared, Decision) else self._evaluate(*prepared)

    def decide_batch(self, requests: Sequence[Ask]) -> list[Decision]:
        """Return the decisions for *requests*, in order, each as `decide` gives it; never raises.

        What is not remembered is asked of Cedar in one call, each distinguishable request once.
        """
        found: list[Decision | _Prepared] = []
        pending: dict[tuple[int, object], _Prepared] = {}
        for request in requests:
            try:
                action, resource, context = request
                prepared = self._prepare(self._plan(action, resource.type), resource.id, context, ())
            except BaseException as error:
                if not cedar.is_failure(error):
                    raise
                prepared = failed(f"{type(error).__name__}: {error}")
            if isinstance(prepared, _Prepared):
                key = prepared if prepared.key is None else prepared.key
                prepared = pending.setdefault((id(prepared.plan), key), prepared)
            found.append(prepared)
        answers = dict(zip(map(id, pending.values()), self._evaluate_all(list(pending.values())), strict=True))
        return [one if isinstance(one, Decision) else answers[id(one)] for one in found]

    def _plan(self, action: Action, resource_type: str) -> Plan:
        plan = self._plans.get((action, resource_type))
        if plan is None:
            if self._base is None:
                plan = make_plan(self._rules, self.principal, action, resource_type)
            else:
                plan = self._base._plan(action, resource_type)
                if self._facts.run is not None and plan.facts is not None and plan.facts.reads_run:
                    self._run = self._run or self._facts.run()
                    plan = plan.within(self._run)
            # Invariant: one plan a key, also when two threads come at once: a batch tells requests apart by
            # it.
            plan = self._plans.setdefault((action, resource_type), plan)
        return plan

    def _prepare(self, plan: Plan, name: str, context: Attributes, attributes: Attributes) -> Decision | _Prepared:
        """Check a request; return the decision where it is remembered or the request is refused."""
        if type(name) is not str:
            return failed(f"the id of a resource is a {type(name).__name__}, not str")
        reason = plan.entity.refuse(name)
        if reason is not None:
            return failed(reason)
        try:
            said = self._context(plan, context)
            if plan.entity.attributes_of is None:
                given = context_json(plan.entity.attributes, attributes, "resource")
            elif attributes:
                return failed(f"the attributes of a {plan.entity.name} follow from its id; none can be given")
            else:
                given = ""
        except ContextRefused as error:
            return failed(str(error))
        place = self._rules.place_of(name) if plan.entity.container else self._rules.nowhere
        key = plan.key(name, place)
        if plan.reads_context:
            key = (key, said)
        if given:
            key = (key, given, "")
        return self._with_facts(plan, key, place, name, said, given)

    def _with_facts(
        self, plan: Plan, key: object, place: Place, name: str, said: str, given: str
    ) -> Decision | _Prepared:
        """Add to *key* and *said* what the policies read of the run, the time and the usage; look up."""
        reader = plan.facts
        values: Values = ()
        if reader is not None and reader.reads_numbers:
            # Invariant: taken once, so that what is remembered and what Cedar is told are of the same moment.
            values = reader.take(self._facts)
            if reader.volatile:
                return self._prepared(plan, None, place, name, plan.full_context(said, values), given)
            key = (key, reader.key(values))
        remembered = plan.remembered.get(key)
        if remembered is not None:
            return remembered
        return self._prepared(plan, key, place, name, plan.full_context(said, values), given)

    @staticmethod
    def _prepared(plan: Plan, key: object, place: Place, name: str, said: str, given: str) -> _Prepared:
        entity = entity_json(plan.entity, plan.resource_type, name, place.chain, given)
        return _Prepared(plan, key, place, name, entity, said)

    @staticmethod
    def _context(plan: Plan, context: Attributes) -> str:
        """Return the JSON of *context*, remembered where equal contexts are the same: where all that it holds
        is text."""
        said = context_json(plan.context, context)
        if plan.fast:
            plan.contexts.remember(context, said)
        return said

    def _evaluate(self, plan: Plan, key: object, place: Place, name: str, entity: str, context: str) -> Decision:
        """Ask Cedar; the arguments are a `_Prepared`'s."""
        entities = plan.base(place).with_added_json_str(f"[{entity}]")
        policies, ids = plan.policies()
        request = plan.request(name, context)
        decision = self._rules.decision(cedar.authorize(request, policies, entities), ids)
        if plan.shadows is not None:
            decision = plan.shadows.observed(decision, request, entities)
        return self._remember(plan, key, decision)

    def _evaluate_all(self, several: list[_Prepared]) -> list[Decision]:
        # A policy that asks `in` of a file it names would see, in a batch, the files of the other requests.
        if len(several) < 2 or not self._rules.joins or any(one.plan.shadows is not None for one in several):
            return [self._evaluate_safely(one) for one in several]
        try:
            texts: dict[str, None] = {}
            for one in several:
                texts.update(dict.fromkeys(one.plan.base_texts(one.place)))
                texts[one.entity] = None
            entities = cedar.parse_entities("[" + ",".join(texts) + "]")
            asked = [one.plan.request(one.id, one.context) for one in several]
            answers = cedar.authorize_all(asked, self._rules.policy_set, entities)
            decided = [self._rules.decision(answer) for answer in answers]
        except BaseException as error:
            if not cedar.is_failure(error):
                raise
            # One bad request spoils a batch for Cedar; asked one by one, it spoils only itself.
            return [self._evaluate_safely(one) for one in several]
        return [self._remember(one.plan, one.key, decision) for one, decision in zip(several, decided, strict=True)]

    def _evaluate_safely(self, one: _Prepared) -> Decision:
        try:
            return self._evaluate(*one)
        except BaseException as error:
            if not cedar.is_failure(error):
                raise
            return failed(f"{type(error).__name__}: {error}")

    @staticmethod
    def _remember(plan: Plan, key: object, decision: Decision) -> Decision:
        """Remember *decision* unless it is a failure: a failure may pass, and must not outlive its cause."""
        if decision.effect != "error" and key is not None:
            plan.remembered.remember(key, decision)
        return decision
