"""`rexpy policy check`: what a run would refuse, and what was hardly meant."""

from __future__ import annotations

from collections.abc import Sequence

from rexpy.broker.policy import Policy
from rexpy.errors import InputInvalid
from rexpy.tooling.policies.lint import lint
from rexpy.tooling.policies.report import INVALID, Found, Report


def check(paths: Sequence[str], *, entities: Sequence[str] = (), links: Sequence[str] = ()) -> Report:
    """Return what is found in the policies *paths*, taken together as a run takes them, or only in what they hold
    that a run refuses: what does not load is not looked at any further."""
    try:
        policy = Policy.from_paths(paths, entities=entities, links=links)
    except InputInvalid as error:
        return Report(0, tuple(Found(INVALID, "", finding) for finding in error.findings))
    return check_policy(policy, groups_known=bool(entities))


def check_policy(policy: Policy, *, groups_known: bool = False) -> Report:
    """Return what is found in a policy that is loaded."""
    found = lint(policy, groups_known=groups_known)
    order = {file: index for index, file in enumerate(dict.fromkeys(ref.file for ref in policy.statements))}
    found.sort(key=lambda one: (order.get(one.finding.file, -1), one.finding.line, one.finding.column))
    return Report(len(policy.statements), tuple(found))
