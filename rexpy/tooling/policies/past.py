"""The denials of a past run, from the JSON that `rexpy run -o json` printed, as requests to ask again."""

from __future__ import annotations

import json
from typing import Any

from hostapi.vocabulary.base import Field, Record
from hostapi.vocabulary.every import ACTIONS
from rexpy.broker.policy import Policy
from rexpy.broker.policy.shorthand import Asked, NotUnderstood, parse_action, parse_resource, parse_user, with_context
from rexpy.broker.policy.sources import Reader, Refused
from rexpy.errors import ArgumentsInvalid, Finding

MAX_BYTES = 64 << 20
"""A run keeps a thousand denials and a mebibyte of output; a larger file is no result of a run."""


def denials(path: str, policy: Policy, *, context: str | None = None) -> tuple[list[tuple[str, Asked]], list[str]]:
    """Return each distinct request that the run in the file *path* was denied, with when, and notes for the reader.

    Raises ArgumentsInvalid for what is no result of a run.
    """
    said = _read(path)
    found: dict[Asked, list[int]] = {}
    lacking = False
    for denial in said["denials"]:
        try:
            resource = parse_resource(denial["resource"])
            action = parse_action(denial["action"], resource.type)
            asked = Asked(parse_user(denial["principal"]), action, resource)
            if context is not None:
                asked = with_context(asked, context)
        except (NotUnderstood, KeyError, TypeError) as error:
            raise _invalid(path, f"a denial in it is not understood: {error}") from None
        lacking = lacking or (not asked.context and _needs_context(ACTIONS[action].context))
        found.setdefault(asked, []).append(denial.get("line") or 0)
    notes: list[str] = []
    before = said.get("policy", {}).get("sha256")
    if before is not None and before != policy.sha256:
        notes.append("these are not the policies of the run, which had the SHA-256 " + str(before))
    if lacking:
        notes.append("a result does not hold the context of a request; where one is needed, give it with --context")
    if not found:
        notes.append("the run was denied nothing")
    return [(_lines(numbers), asked) for asked, numbers in found.items()], notes


def _read(path: str) -> dict[str, Any]:
    try:
        (source,) = Reader(max_bytes=MAX_BYTES, max_files=1, suffix=".json").read(path)
        said = json.loads(source.text)
    except Refused as refused:
        raise ArgumentsInvalid((refused.finding,)) from None
    except (ValueError, RecursionError) as error:
        raise _invalid(path, f"not JSON: {error}") from None
    if not isinstance(said, dict) or not isinstance(said.get("denials"), list) or "run_id" not in said:
        raise _invalid(path, "this is no result of `rexpy run -o json`")
    return said


def _needs_context(fields: tuple[Field, ...]) -> bool:
    return any(field.required and isinstance(field.type, Record) for field in fields)


def _lines(numbers: list[int]) -> str:
    lines = sorted({number for number in numbers if number})
    return f"script line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}" if lines else ""


def _invalid(path: str, message: str) -> ArgumentsInvalid:
    return ArgumentsInvalid((Finding(path, 0, 0, message),))
