"""A loaded policy set as the authorizer needs it: parsed, analysed, the same for every principal, and
immutable.

Only `places` grows: it remembers, for a directory, which directories above it some policy names. Two files
that no policy names, in directories with the same such list, cannot be told apart by policies that do not
read the path.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hostapi.vocabulary.file_system import DIR
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import cedar
from rexpy.broker.policy.decision import NO_PERMIT, Decision, PolicyRef, failed
from rexpy.broker.policy.entities import Parents
from rexpy.broker.policy.limits import MAX_PLACES, Memo
from rexpy.broker.policy.observe import Observed, observed_by, scope_of, union
from rexpy.broker.policy.statement import Located, Uid


class Place:
    """A list of directories that some policy names, the innermost first. Equal lists are one object."""

    __slots__ = ("chain",)

    def __init__(self, chain: tuple[str, ...]) -> None:
        self.chain = chain


class Relevant(NamedTuple):
    """The policies, and the shadows, that may match some requests, and what they together observe of these."""

    policies: tuple[Located, ...]
    shadows: tuple[Located, ...]
    observed: Observed


class Ruleset:
    """The policies, what they observe, and the entities that every request carries.

    *shadows* are evaluated beside the *policies* and decide nothing; decisions are remembered by what they observe too.
    """

    def __init__(
        self,
        policy_set: cedar.PolicySet,
        policies: Sequence[Located],
        parents: Parents,
        shadows: Sequence[Located] = (),
    ) -> None:
        self.policy_set = policy_set
        self.parents = parents
        self._shadows = tuple((policy, scope_of(policy), observed_by(policy)) for policy in shadows)
        self._policies = tuple((policy, scope_of(policy), observed_by(policy)) for policy in policies)
        self._refs: dict[str, PolicyRef] = {policy.id: policy.ref for policy in policies}
        self._allowed = {
            policy.id: Decision(allowed=True, effect="permit", policies=(policy.ref,)) for policy in policies
        }
        self._advice = {policy.id: policy.advice for policy in policies}
        self._order = {policy.id: index for index, policy in enumerate(policies)}
        everything = union([observed for _, _, observed in (*self._policies, *self._shadows)])
        self.stored = everything.stored
        self.joins = all(uid.type in (USER, GROUP) or uid.type.endswith("::Action") for uid in self.stored)
        self._mentioned: dict[str, frozenset[str]] = {}
        for uid in everything.mentioned:
            self._mentioned[uid.type] = self._mentioned.get(uid.type, frozenset()) | {uid.id}
        self._chains: dict[tuple[str, ...], Place] = {}
        self._mentioned_directories = self.mentioned(DIR)
        self._root = self._place(("/",) if "/" in self._mentioned_directories else ())
        self.nowhere = self._place(())
        self.places = Memo[str, Place](MAX_PLACES)
        self.places[""] = self._root

    def mentioned(self, entity_type: str) -> frozenset[str]:
        """Return the ids of *entity_type* that some policy names."""
        return self._mentioned.get(entity_type, frozenset())

    def relevant(self, principal: frozenset[Uid], action: frozenset[Uid], resource_type: str) -> Relevant:
        """Return the policies whose head may match; *principal* and *action* each with their groups."""
        some, shadows = (
            [(policy, seen) for policy, scope, seen in several if scope.may_match(principal, action, resource_type)]
            for several in (self._policies, self._shadows)
        )
        return Relevant(
            tuple(policy for policy, _ in some),
            tuple(policy for policy, _ in shadows),
            union([seen for _, seen in (*some, *shadows)]),
        )

    @property
    def size(self) -> int:
        """How many policies there are."""
        return len(self._policies)

    def place_of(self, path: str) -> Place:
        """Return the place of what lies in the directory above *path*, which is canonical."""
        if path == "/":
            return self.nowhere
        directory = path.rpartition("/")[0]
        known = self.places.get(directory)
        if known is not None:
            return known
        chain: list[str] = []
        above = directory
        while above:
            if above in self._mentioned_directories:
                chain.append(above)
            above = above.rpartition("/")[0]
        place = self._place((*chain, *self._root.chain))
        self.places.remember(directory, place)
        self.places[""] = self._root
        return place

    def _place(self, chain: tuple[str, ...]) -> Place:
        # Invariant: one object a chain, also when two threads come at once: setdefault is atomic.
        return self._chains.setdefault(chain, Place(chain))

    def decision(self, answer: cedar.Answer, ids: Sequence[str] | None = None) -> Decision:
        """Return what Cedar's *answer* means: only Allow without a single diagnostic error allows.

        *ids* are those of the policies that Cedar was asked of, where these were not all.
        """
        allow, deny, known, errors = answer
        if ids is not None:
            known = [ids[int(reason.removeprefix("policy"))] for reason in known]
        if allow and not errors and len(known) == 1:
            allowed = self._allowed.get(known[0])
            if allowed is not None:
                return allowed
        reasons = sorted(known, key=lambda reason: self._order.get(reason, -1))
        refs = tuple(self._refs.get(reason) or PolicyRef(reason, "", 0) for reason in reasons)
        if errors:
            return Decision(allowed=False, effect="error", policies=refs, errors=tuple(errors))
        if allow and refs:
            return Decision(allowed=True, effect="permit", policies=refs)
        if deny and refs:
            advice = next((said for reason in reasons if (said := self._advice.get(reason))), None)
            return Decision(allowed=False, effect="forbid", policies=refs, advice=advice)
        return NO_PERMIT if deny else failed("Cedar answered without a decision, or without saying why")
