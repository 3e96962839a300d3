"""Annotations that are nearly ones with a meaning. Imported only where a policy has an annotation that has none.

Threat: Cedar ignores an annotation that it does not know. `@shaddow` on a permit would grant what was to be tried out,
and `@test_alow` would hold no test; neither would be seen. So what is nearly ours is refused when policies are loaded.
Other annotations are the owner's own (ADR 0036).
"""

from __future__ import annotations

from collections.abc import Sequence

from rexpy.broker.policy import diagnose
from rexpy.broker.policy.statement import ANNOTATIONS, Located
from rexpy.errors import Finding

_SLIPS = {"id": 0, "advice": 1, "shadow": 2, "test_allow": 2, "test_deny": 2}
"""How many slips make a name no more one of ours. None for `id`, as `ids` and `uid` are words; one for `advice`, as
`device` is two away. Upper case, and `_` more or less, are no slips."""


def misspelt(policies: Sequence[Located]) -> list[Finding]:
    """Return a finding for each annotation in *policies* that is nearly one with a meaning."""
    found: list[Finding] = []
    for policy in policies:
        for name in policy.body.get("annotations", {}):
            near = nearly(name)
            if near is not None:
                message = (
                    f"the annotation @{name} means nothing, and is nearly @{near}, which does; "
                    "an annotation of your own needs a name that is less alike"
                )
                found.append(diagnose.word_finding(policy, f"@{name}", message, f"@{near}"))
    return found


def nearly(name: str) -> str | None:
    """Return the annotation that *name* misspells, None where it is one, or is none of ours."""
    if name in ANNOTATIONS:
        return None
    folded = _folded(name)
    for ours, slips in _SLIPS.items():
        meant = _folded(ours)
        # Not: names much shorter than ours; `show` is two letters from `shadow`.
        if len(folded) >= len(meant) - 1 and slips_between(folded, meant) <= slips:
            return ours
    return None


def _folded(name: str) -> str:
    return name.replace("_", "").lower()


def slips_between(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, replaced or swapped with their neighbour to make *one* of
    *other* (the optimal string alignment distance)."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        two_above, above, row = above, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, two_above[j - 2] + 1)
            row.append(cost)
    return row[-1]
