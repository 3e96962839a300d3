"""How requests for one action on one resource type are decided: what is observed, what Cedar is given, what
is known.

Cedar is given only the entities that can matter: the principal and its groups, the action and its groups, the
entities that some policy asks `in` of, the named directories above the resource, and the resource. A policy
reaches no other: the values in a policy are its literals and what hangs on the request, and `in` looks at the
ancestors of its left side alone. (The whole chain of directories, the whole action hierarchy and every user
make the same decision at twice the cost; a property test compares the two.)
"""

from __future__ import annotations

from json.encoder import encode_basestring_ascii as quote
from typing import TYPE_CHECKING

from hostapi.vocabulary.base import Action, Attributes, EntityType, Field, Resource
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.principals import GROUP, USER
from hostapi.vocabulary.request import FACTS
from rexpy.broker.policy import cedar
from rexpy.broker.policy.context import only_text
from rexpy.broker.policy.decision import Decision
from rexpy.broker.policy.entities import ancestors
from rexpy.broker.policy.facts import RunFacts, Values
from rexpy.broker.policy.limits import MAX_PATTERNS, MAX_REMEMBERED, MAX_RUNS, NARROW_AFTER, Memo
from rexpy.broker.policy.requests import bare_entity_json, entity_json
from rexpy.broker.policy.ruleset import Place, Ruleset
from rexpy.broker.policy.statement import Uid

if TYPE_CHECKING:
    from rexpy.broker.policy.reading import Reader
    from rexpy.broker.policy.shadow import Shadows


class Plan:
    """What does not change between requests of one principal for one action on one resource type."""

    __slots__ = (
        "_action",
        "_bases",
        "_common",
        "_evaluations",
        "_frames",
        "_narrowed",
        "_principal",
        "_relevant",
        "_rules",
        "_run",
        "_runs",
        "context",
        "contexts",
        "entity",
        "facts",
        "fast",
        "named",
        "patterns",
        "reads_context",
        "reads_resource",
        "remembered",
        "resource_type",
        "shadows",
    )

    def __init__(
        self, rules: Ruleset, principal: Resource, action: Action, resource_type: str, entity: EntityType
    ) -> None:
        declared = ACTIONS[action]
        self._rules = rules
        self._relevant, shadows, observed = rules.relevant(
            frozenset((Uid(*principal), *ancestors(rules.parents, Uid(*principal)))),
            frozenset(Uid(action.type, name) for name in (action.name, *declared.groups)),
            resource_type,
        )
        self.shadows: Shadows | None = None
        if shadows:
            from rexpy.broker.policy.shadow import Shadows

            self.shadows = Shadows(shadows)
        self._evaluations = 0
        self._narrowed: tuple[cedar.PolicySet, tuple[str, ...]] | None = None
        self.resource_type = resource_type
        self.entity = entity
        self.context: tuple[Field, ...] = declared.context
        self.patterns = tuple(sorted(observed.patterns))
        self.reads_resource = observed.resource or len(self.patterns) > MAX_PATTERNS
        self.reads_context = any(path.partition(".")[0] not in FACTS for path in observed.context)
        # None where no policy reads any, which is the common case and costs a decision nothing.
        self.facts: Reader | None = None
        if observed.bounds or any(not path or path.partition(".")[0] in FACTS for path in observed.context):
            from rexpy.broker.policy.reading import Reader

            self.facts = Reader(observed)
        self._run = ""
        self._runs: dict[tuple[str, str | None], Plan] = {}
        self.named = rules.mentioned(resource_type) | observed.texts
        # Invariant: `fast` is for paths, and for contexts of text alone: 1 == True, and both would be one
        # key.
        self.fast = entity.container is not None and entity.attributes_of is not None and only_text(declared.context)
        self.contexts = Memo[Attributes, str](MAX_REMEMBERED)
        if self.fast and not any(field.required for field in declared.context):
            self.contexts[()] = "{}"
        self.remembered = Memo[object, Decision](MAX_REMEMBERED)
        self._principal = principal._asdict()
        self._action = {"type": action.type, "id": action.name}
        self._common = _common_entities(rules, principal, action)
        self._bases: dict[Place, cedar.Entities] = {}
        self._frames: dict[Place, list[str]] = {}

    def within(self, run: RunFacts) -> Plan:
        """Return the plan for requests of *run*: this one, where no policy reads which run it is.

        Runs that no policy tells apart have one plan, and so remember together.
        """
        if self.facts is None or not self.facts.reads_run:
            return self
        from rexpy.broker.policy.reading import arguments_json

        arguments = arguments_json(run) if self.facts.reads_arguments else None
        said = self.facts.run_json(run, arguments=arguments is not None)
        known = self._runs.get((said, arguments))
        if known is None:
            known = Plan.__new__(Plan)
            for name in Plan.__slots__:
                setattr(known, name, getattr(self, name))
            known._run = said
            known.remembered = Memo(MAX_REMEMBERED)
            if arguments is not None:
                known._common = (*self._common, arguments)
                known._bases = {}
            if len(self._runs) >= MAX_RUNS:
                self._runs.clear()
            # Invariant: one plan a key, as in `Authorizer._plan`.
            known = self._runs.setdefault((said, arguments), known)
        return known

    def full_context(self, said: str, values: Values) -> str:
        """Return the JSON of the whole context: what the operation *said*, and the facts that policies read."""
        if self.facts is None:
            return said
        members = self.facts.json(values)
        if self._run:
            members.append(self._run)
        inside = said[1:-1]
        return f"{{{','.join([inside, *members] if inside else members)}}}"

    def request(self, name: str, context: str) -> cedar.Request:
        """Return the request for the resource called *name*; an empty context is left out, which Cedar reads
        faster."""
        request: cedar.Request = {
            "principal": self._principal,
            "action": self._action,
            "resource": {"type": self.resource_type, "id": name},
        }
        if context != "{}":
            request["context"] = context
        return request

    def key(self, name: str, place: Place) -> object:
        """Return what the policies can tell of the resource called *name* at *place*.

        Two names with one key get one decision: either it is the name itself, or no policy names it, and both lie in
        the same named directories and are like the same patterns. Attributes are texts equal to the id, for the types
        that have this (`test_vocabulary` holds them to it).
        """
        if self.reads_resource or name in self.named:
            return name
        if not self.patterns:
            return place
        return place, *[pattern.matches(name) for pattern in self.patterns]

    def policies(self) -> tuple[cedar.PolicySet, tuple[str, ...] | None]:
        """Return the policies to ask Cedar of, and their ids where they are not all.

        A policy whose head cannot match neither decides nor fails, so leaving it out changes no decision;
        Cedar looks at every policy that it is given. To parse the rest anew pays only where many decisions
        follow.
        """
        if self._narrowed is None:
            if self._evaluations < NARROW_AFTER or len(self._relevant) == self._rules.size:
                self._evaluations += 1
                return self._rules.policy_set, None
            text = "\n".join(policy.text for policy in self._relevant)
            self._narrowed = (cedar.parse_policies(text), tuple(policy.id for policy in self._relevant))
        return self._narrowed

    def base(self, place: Place) -> cedar.Entities:
        """Return the parsed entities that every request for a resource at *place* carries."""
        known = self._bases.get(place)
        if known is None:
            known = cedar.parse_entities("[" + ",".join(self.base_texts(place)) + "]")
            self._bases[place] = known
        return known

    def entity_at(self, place: Place, name: str) -> str:
        """Return the JSON of the resource called *name* at *place*, of a `fast` plan: what is around the name is
        written once."""
        frame = self._frames.get(place)
        if frame is None:
            # Invariant: every attribute of these types is the id itself (`test_vocabulary`), so two entities of one
            # place differ in nothing but the name. NUL stands for it: no path of a chain holds one.
            text = entity_json(self.entity, self.resource_type, "\0", place.chain, "")
            frame = self._frames[place] = text.split(quote("\0"))
        return quote(name).join(frame)

    def base_texts(self, place: Place) -> list[str]:
        """Return the entities of `base`, each as JSON."""
        texts = list(self._common)
        container = self.entity.container
        if container is not None:
            declared = ENTITY_TYPES[container]
            for index, path in enumerate(place.chain):
                texts.append(entity_json(declared, container, path, place.chain[index + 1 :], ""))
        return texts


def make_plan(rules: Ruleset, principal: Resource, action: Action, resource_type: str) -> Plan:
    """Return a plan; raises ValueError where the action is not declared or does not apply to the type."""
    declared = ACTIONS.get(action)
    if declared is None:
        raise ValueError(f"the vocabulary has no action {action!r}")
    if resource_type not in declared.resources:
        raise ValueError(f"{action.name} does not apply to {resource_type!r}")
    return Plan(rules, principal, action, resource_type, ENTITY_TYPES[resource_type])


def _common_entities(rules: Ruleset, principal: Resource, action: Action) -> tuple[str, ...]:
    """Return the principal, the action and the entities that some policy asks `in` of, with all their
    ancestors.

    Ancestors are written as parents, however far above: `in` asks for no more than whether they are above.
    What has none that a policy names is left out: to Cedar an entity that is not there is one without
    ancestors, and each one that is there costs a microsecond a decision.
    """
    texts: list[str] = []
    for uid in {Uid(*principal), Uid(action.type, action.name), *rules.stored}:
        above: list[Uid] = []
        if uid.type in (USER, GROUP):
            above = ancestors(rules.parents, uid)
        elif uid.type.endswith("::Action"):
            declared = ACTIONS.get(Action(uid.type.removesuffix("::Action"), uid.id))
            above = [Uid(uid.type, group) for group in declared.groups] if declared else []
        above = sorted(group for group in above if group.id in rules.mentioned(group.type))
        if above:
            texts.append(bare_entity_json(uid, above))
    return tuple(sorted(texts))
