"""Collects, for a run's result, what policies with `@shadow` would have done. Imported only where there are some."""

from hostapi.target import Context
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.asking import Decider
from rexpy.broker.policy.decision import Decision
from rexpy.broker.refusal import action_uid, uid
from rexpy.broker.result import Observed, Result
from rexpy.broker.session import Deciding

MAX_OBSERVED = 1000
"""Different observations kept in a result, as many as denials."""


class ObservingDecider:
    """Asks the policy and keeps what was observed, the same once with a count; the decision is passed on as it is."""

    __slots__ = ("_cut", "_deciding", "_found", "_inner")

    def __init__(self, inner: Decider, deciding: Deciding) -> None:
        self._inner = inner
        self._deciding = deciding
        self._found: dict[tuple[str, str, Action, Resource], Observed] = {}
        self._cut = False

    def decide(self, action: Action, resource: Resource, context: Context = ()) -> Decision:
        """Return the policy's decision."""
        decision = self._inner.decide(action, resource, context)
        for policy, effect, changes in decision.observed:
            name = f"{policy.id} ({policy.file}:{policy.line})"
            key = (name, effect, action, resource)
            known = self._found.get(key)
            if known is not None:
                self._found[key] = known._replace(times=known.times + 1, changes=known.changes or changes)
            elif len(self._found) < MAX_OBSERVED:
                self._found[key] = Observed(
                    name,
                    effect,
                    changes,
                    action_uid(action),
                    uid(resource),
                    self._deciding.operation,
                    self._deciding.line,
                )
            else:
                self._cut = True
        return decision

    def added_to(self, result: Result) -> Result:
        """Return *result* with what was observed, in the order in which it first was."""
        return result._replace(observed=tuple(self._found.values()), truncated=result.truncated or self._cut)
