"""Decisions for programs of one's own, outside of runs: the policies, the schema and the rules of loading of rexpy."""

from __future__ import annotations

import calendar
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.request import FACTS, LARGEST_COUNT
from rexpy.broker.audit.options import audit_options
from rexpy.broker.in_force import InForce, put_in_force
from rexpy.broker.policy import Policy
from rexpy.broker.policy.decision import Decision, Effect, Observation, PolicyRef, failed
from rexpy.broker.policy.facts import Facts, RunFacts, argument_texts
from rexpy.broker.policy.principal import UidRefused, parse_uid

if TYPE_CHECKING:
    from rexpy.broker.audit.decisions import DecisionAudit
    from rexpy.broker.in_force import PolicyGiven
    from rexpy.broker.inputs import AuditLike
    from rexpy.broker.policy import PolicyLimits
    from rexpy.broker.reload import Reload


class Diagnostics(NamedTuple):
    """Why: the policies that determined the decision, and what failed."""

    reasons: tuple[PolicyRef, ...]
    errors: tuple[str, ...]


class Authorization(NamedTuple):
    """The answer to one request: Cedar's decision with its diagnostics.

    *effect* tells a denial by a forbid from one for want of a permit and from one because of an error. *observed* is
    what policies with `@shadow` would have done. *policy_sha256* names the policies that were asked.
    """

    decision: Literal["Allow", "Deny"]
    diagnostics: Diagnostics
    effect: Effect
    advice: str | None
    observed: tuple[Observation, ...]
    policy_sha256: str

    @property
    def allowed(self) -> bool:
        """Whether the decision is Allow."""
        return self.decision == "Allow"


class _Unfit(Exception):
    """The request is none; the text says why."""


class Authorizer(InForce):
    """Decides requests under policies in force. Threads and tasks may share it.

    *policy*, *entities* and *links* are as `rexpy.Runner` takes them, or providers; *reload* says when they are loaded
    anew, *policy_limits* how large they may be. A request never raises: what the vocabulary does not know, or cannot be
    decided, is denied with the effect `error`. *audit*: a file, or AuditOptions, that gets a record of each decision
    before it is returned; what cannot be recorded is denied, with the effect `error`. Raises RunnerError where the
    audit cannot be used, PolicyInvalid, EntitiesInvalid, UsageError, and what a provider raises.
    """

    def __init__(
        self,
        policy: PolicyGiven,
        *,
        entities: Any = None,
        links: Any = None,
        reload: Reload | None = None,
        insecure_policy_permissions: bool = False,
        policy_limits: PolicyLimits | None = None,
        audit: AuditLike = None,
    ) -> None:
        options = audit_options(audit)
        self._in_force = put_in_force(
            policy,
            entities,
            links,
            reload=reload,
            insecure_permissions=insecure_policy_permissions,
            limits=policy_limits,
            audit=options,
        )
        self._audit: DecisionAudit | None = None
        if options is not None:
            from rexpy.broker.audit.decisions import DecisionAudit

            self._audit = DecisionAudit(options, self.policy)

    def close(self) -> None:
        """Look for changed policies no longer; what is in force stays. With an *audit*, later requests are denied."""
        super().close()
        if self._audit is not None:
            self._audit.close()

    async def is_authorized(
        self,
        principal: str,
        action: str,
        resource: str,
        context: Mapping[str, Any] | None = None,
        *,
        attributes: Mapping[str, Any] | None = None,
    ) -> Authorization:
        """Return the decision, as `decide` does, which does not wait for anything: Cedar needs some 0.1 ms.

        With an *audit* it is made in another thread: to record it may mean to wait for a lock, or the disk.
        """
        if self._audit is None:
            return self.decide(principal, action, resource, context, attributes=attributes)
        import asyncio

        return await asyncio.to_thread(self.decide, principal, action, resource, context, attributes=attributes)

    def decide(
        self,
        principal: str,
        action: str,
        resource: str,
        context: Mapping[str, Any] | None = None,
        *,
        attributes: Mapping[str, Any] | None = None,
    ) -> Authorization:
        """Return whether *principal* may do *action* to *resource*, each a uid as Cedar writes it.

        *context* holds what the action declares, and `run`, `time` (a datetime with a zone; else it is now) and `usage`
        as the schema has them, with `args` a mapping of texts and `words` beside it. *attributes* are those of a
        resource whose type says that the caller knows them. Raises RunnerError where nothing is in force any more.
        """
        policy = self.policy
        who = asked = what = None
        given: Attributes = ()
        told: Attributes = ()
        try:
            said = dict(context or {})
            known = {name: said.pop(name) for name in FACTS if name in said}
            given, told = _pairs(said), _pairs(known)
            facts = _facts(known)
            who, asked, what = _resource(principal, "principal"), _action(action), _resource(resource, "resource")
            authorizer = policy.authorizer(who, facts)
            decision = authorizer.decide(asked, what, given, attributes=_pairs(attributes or {}))
        except Exception as error:
            decision = failed(str(error) or type(error).__name__)
        if self._audit is not None:
            decision = self._audit.recorded(decision, policy, who, asked, what, given, told)
        return _authorization(decision, policy)


def _authorization(decision: Decision, policy: Policy) -> Authorization:
    return Authorization(
        "Allow" if decision.allowed else "Deny",
        Diagnostics(decision.policies, decision.errors),
        decision.effect,
        decision.advice,
        decision.observed,
        policy.sha256,
    )


def _resource(text: str, what: str) -> Resource:
    if type(text) is not str:
        raise _Unfit(f"the {what} is a {type(text).__name__}, not text")
    try:
        return Resource(*parse_uid(text))
    except UidRefused as error:
        raise _Unfit(f"the {what} is no uid: {error}") from None


def _action(text: str) -> Action:
    kind, name = _resource(text, "action")
    namespace, _, last = kind.rpartition("::")
    if last != "Action":
        raise _Unfit("the action is of no type that ends in ::Action")
    return Action(namespace, name)


def _pairs(given: Mapping[str, Any]) -> Attributes:
    # Threat: a mapping with `__entity` or `__extn` would become something else in Cedar's JSON; pairs cannot.
    return tuple((name, _pairs(value) if isinstance(value, Mapping) else value) for name, value in given.items())


def _facts(given: Mapping[str, Any]) -> Facts:
    run, moment, usage = given.get("run"), given.get("time"), given.get("usage")
    return Facts(
        None if run is None else _known_run(run),
        None if usage is None else _known_usage(usage),
        time.time if moment is None else _known_time(moment),
    )


def _known_run(given: Any) -> Callable[[], RunFacts]:
    texts = {name: given.get(name, "") for name in ("id", "script_sha256", "cwd")}
    words = given.get("words", ())
    if set(given) - {*texts, "args", "words"} or any(type(text) is not str for text in (*texts.values(), *words)):
        raise _Unfit("context.run has id, script_sha256, cwd, args and words, which are texts")
    facts = RunFacts(**texts, arguments=argument_texts(given.get("args", {})), words=tuple(words))
    return lambda: facts


def _known_usage(given: Any) -> Callable[[], tuple[int, int]]:
    found = (given.get("calls"), given.get("bytes_written"))
    if set(given) != {"calls", "bytes_written"} or any(
        type(count) is not int or not 0 <= count <= LARGEST_COUNT for count in found
    ):
        raise _Unfit("context.usage has calls and bytes_written, integers from 0 on")
    return lambda: found


def _known_time(given: Any) -> Callable[[], float]:
    if not isinstance(given, datetime) or given.tzinfo is None:
        raise _Unfit("context.time is a datetime with a time zone")
    seconds = calendar.timegm(given.utctimetuple())
    return lambda: seconds
