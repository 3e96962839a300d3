"""A proposal looked at as `rexpy policy check` looks at policies: what gives the machine away is said, and never
generalized."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple

from rexpy.broker.policy import Policy
from rexpy.tooling.policies.check import check_policy
from rexpy.tooling.policies.report import GRANTS_CONTROL, NOT_OPENED, Found
from rexpy.tooling.suggest import replay
from rexpy.tooling.suggest.propose import Proposal
from rexpy.tooling.suggest.region import Region
from rexpy.tooling.suggest.text import permit_id, policy_text


class Weighed(NamedTuple):
    """A proposal that was replayed, and what is to be said against it."""

    proposal: Proposal
    warnings: tuple[Found, ...]


def weigh(make: Callable[[Container[str]], Proposal]) -> Weighed:
    """Return what *make* proposes, given directories that it must not grant as a whole.

    A directory whose entries root, cron, systemd or sshd act upon is such a one, where writing there was asked. Raises
    as `replay.check`.
    """
    proposal = make(())
    warnings = _warnings(proposal)
    giving = {found.policy: found for found in warnings if found.kind is GRANTS_CONTROL}
    never = {
        permit.where.directory: giving[name]
        for permit in proposal.permits
        if isinstance(permit.where, Region) and (name := permit_id(permit)) in giving
    }
    if never:
        proposal = make(never)
        warnings = (*_named(proposal, never), *_warnings(proposal))
    return Weighed(proposal, tuple(dict.fromkeys(warnings)))


def _named(proposal: Proposal, never: Mapping[str, Found]) -> Iterator[Found]:
    """Yield the warnings about directories again, for the permits that name entries of these one by one."""
    for permit in proposal.permits:
        for directory, found in never.items():
            if any(entry.startswith(directory + "/") for entry in permit.entries):
                yield found._replace(policy=permit_id(permit))


def _warnings(proposal: Proposal) -> tuple[Found, ...]:
    text = policy_text(proposal)
    replay.check(text, proposal)
    if not proposal.permits:
        return ()
    found = check_policy(Policy.from_text(text, "the proposal")).found
    # What comes before a proposed permit, the policies may have that it is added to.
    return tuple(one for one in found if one.kind.severity == "warning" and one.kind is not NOT_OPENED)
