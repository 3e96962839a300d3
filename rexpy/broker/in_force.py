"""The policies in force for what is made of them, a runner or an authorizer: loaded once, or reloaded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from hostapi.vocabulary.base import Resource
from rexpy.broker.inputs import json_source, load_policy
from rexpy.broker.policy import Policy, PolicyLimits
from rexpy.errors import UsageError

if TYPE_CHECKING:
    from rexpy.broker.audit.options import AuditOptions
    from rexpy.broker.policy.providers import EntityProvider, PolicyProvider
    from rexpy.broker.reload import LivePolicy, Reload, ReloadEvent

    PolicyGiven = Policy | str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | PolicyProvider


class InForce:
    """Has policies in force, and looks for changed ones where it was made to."""

    _in_force: Policy | LivePolicy

    @property
    def policy(self) -> Policy:
        """The policies in force. Raises RunnerError where a failure to reload has ended that."""
        return self._in_force if isinstance(self._in_force, Policy) else self._in_force.policy

    def refresh(self) -> ReloadEvent | None:
        """Look for changed policies now, and return what came of it; None where nothing has changed."""
        return None if isinstance(self._in_force, Policy) else self._in_force.refresh()

    def close(self) -> None:
        """Look for changed policies no longer; what is in force stays."""
        if not isinstance(self._in_force, Policy):
            self._in_force.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def put_in_force(
    policy: PolicyGiven,
    entities: Any = None,
    links: Any = None,
    *,
    reload: Reload | None = None,
    principal: Resource | None = None,
    insecure_permissions: bool = False,
    audit: AuditOptions | None = None,
    limits: PolicyLimits | None = None,
) -> Policy | LivePolicy:
    """Load policies, and load them anew as *reload* says; what comes of that is recorded in the *audit*.

    *limits* bound how large the texts may be; files that a provider of one's own reads are bounded by itself.

    Unless *insecure_permissions*, files that others can change are refused, and where there is a *principal*, policies
    that let him change their own files. Raises PolicyInvalid, EntitiesInvalid, UsageError, and what a provider raises.
    """

    def check(loaded: Policy) -> None:
        if loaded.files and not insecure_permissions:
            from rexpy.broker.governing import require_secure

            require_secure(loaded, principal)

    if reload is None and not _provides(policy, "policies") and not _provides(entities, "entities"):
        loaded = load_policy(policy, entities, links, limits)  # type: ignore[arg-type]  # no provider, as was just seen
        check(loaded)
        return loaded
    from rexpy.broker.reload import LivePolicy

    policies, known = _providers(policy, entities, links, limits)
    if reload is None or audit is None:
        return LivePolicy(policies, known, reload=reload, check=check, limits=limits)
    from rexpy.broker.audit.reloads import RecordedReloads

    recorded = RecordedReloads(audit)
    live = LivePolicy(policies, known, reload=recorded.of(reload), check=check, limits=limits)
    recorded.previous = live.policy.sha256
    return live


def _provides(given: object, what: str) -> bool:
    return callable(getattr(given, what, None))


def _providers(
    policy: PolicyGiven, entities: Any, links: Any, limits: PolicyLimits | None
) -> tuple[tuple[PolicyProvider, ...], tuple[EntityProvider, ...]]:
    from rexpy.broker.policy.providers import EntityFiles, PolicyFiles, PolicyTexts

    if isinstance(policy, Policy):
        raise UsageError("a loaded Policy is not loaded anew; give its files, or a provider")
    link_texts, link_paths = json_source("links", links)
    policies: list[Any] = []
    if _provides(policy, "policies"):
        policies.append(policy)
    elif isinstance(policy, str):
        policies.append(PolicyTexts([("policy", policy)]))
    else:
        paths: Sequence[Any] = [policy] if isinstance(policy, os.PathLike) else policy  # type: ignore[assignment]
        if not paths:
            raise UsageError("no policy was given; a run needs at least one")
        policies.append(PolicyFiles(*paths, limits=limits))
    if link_texts:
        policies.append(PolicyTexts((), link_texts))
    if link_paths:
        policies.append(PolicyFiles(links=link_paths, limits=limits))
    if _provides(entities, "entities"):
        return tuple(policies), (entities,)
    entity_texts, entity_paths = json_source("entities", entities)
    known: list[Any] = [PolicyTexts((), (), entity_texts)] if entity_texts else []
    return tuple(policies), (*known, *([EntityFiles(*entity_paths, limits=limits)] if entity_paths else []))
