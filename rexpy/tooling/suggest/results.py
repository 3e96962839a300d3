"""Reads results of `rexpy run -o json`: what a run was denied, and what each operation would have asked next."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.audit.form import MAX_LINE
from rexpy.broker.policy import cedar
from rexpy.broker.policy.principal import parse_uid
from rexpy.broker.policy.statement import uid_of
from rexpy.tooling.suggest.asked import Asked

MAX_RESULT = 64 << 20
"""Bytes of a result: its output is bounded by --max-output, its denials are a thousand at most."""

_MAX_PERMIT = 1 << 20


def results_in(path: str) -> list[dict[str, Any]] | None:
    """Return the results in a file: one, or one a line; None where it holds something else."""
    try:
        # Threat: a FIFO would wait for a writer, and a device might never end; the reader of trails says what it is.
        if not os.path.isfile(path):
            return None
        file = open(path, "rb")  # noqa: SIM115  # closed below
    except OSError:
        return None
    with file:
        first = file.readline(MAX_RESULT)
        if not first.lstrip().startswith(b"{") or (b'"unmapped"' in first[:MAX_LINE] and b'"denials"' not in first):
            return None
        rest = file.read(MAX_RESULT + 1 - len(first))
    if len(first) + len(rest) > MAX_RESULT:
        return None
    for text in ([first + rest], [line for line in (first + rest).splitlines() if line.strip()]):
        try:
            found = [json.loads(each) for each in text]
        except (ValueError, RecursionError):
            continue
        if all(isinstance(one, dict) and isinstance(one.get("denials"), list) for one in found):
            return found
    return None


def denial_of(denial: dict[str, Any], run: str) -> Asked:
    """Return the request that a denial is of. Raises UidRefused, KeyError, TypeError or ValueError where it is none."""
    action = parse_uid(denial["action"])
    return Asked(
        Resource(*parse_uid(denial["principal"])),
        Action(action.type.removesuffix("::Action"), action.id),
        Resource(*parse_uid(denial["resource"])),
        effect=denial["effect"],
        operation=str(denial.get("operation") or ""),
        line=int(denial.get("line") or 0),
        run=run,
    )


def following_of(permit: str | None, asked: Asked) -> Iterator[Asked]:
    """Yield what the operation would have asked next: the other requests that its narrowest permits name."""
    if asked.effect != "no_permit" or not permit:
        return
    if len(permit) > _MAX_PERMIT:
        raise ValueError
    for body in json.loads(cedar.policies_json(permit))["staticPolicies"].values():
        principal, resource = uid_of(body["principal"]["entity"]), uid_of(body["resource"]["entity"])
        action = body["action"]
        for named in action.get("entities") or [action["entity"]]:
            uid = uid_of(named)
            found = asked._replace(
                principal=Resource(*principal),
                action=Action(uid.type.removesuffix("::Action"), uid.id),
                resource=Resource(*resource),
                effect="next",
            )
            if (found.action, found.resource) != (asked.action, asked.resource):
                yield found
