"""What records say of what a run was given: the policies, the script, and everything that it may have besides."""

from typing import TYPE_CHECKING, Any

from rexpy.broker.audit.form import REDACTED
from rexpy.broker.audit.texts import cut

if TYPE_CHECKING:
    from rexpy.broker.policy import Policy
    from rexpy.broker.run import Plan

MAX_LISTED = 64
"""Names, arguments or words that one list in a record has; more are counted."""
MAX_GIVEN = 512
"""Characters of each: with `MAX_LISTED`, a record stays below the longest that there may be."""


def policy_detail(policy: "Policy") -> dict[str, Any]:
    """Return the sources of the policies in force, with their hashes."""
    sources = [{"kind": kind, "name": name, "sha256": sha256} for kind, name, sha256 in policy.source_digests]
    return {"state": "in_force", "statements": len(policy.statements), "sources": sources}


def script_of(name: str, source: bytes | None = None) -> dict[str, Any]:
    """Return a script or module as OCSF has it: its name, and of its *source* the hash alone."""
    script: dict[str, Any] = {"type_id": 3, "script_content": {"value": REDACTED}, "name": name}
    if source is not None:
        from hashlib import sha256

        script["hashes"] = [{"algorithm_id": 3, "algorithm": "SHA-256", "value": sha256(source).hexdigest()}]
    return script


def given(plan: "Plan", *, show_values: bool) -> dict[str, Any]:
    """Return what else a run was given: names and hashes, no values but, if chosen, those of its arguments.

    Policies can read these (`context.run.args`).
    """
    return {
        "arguments": _arguments(plan) if show_values else REDACTED,
        "environ": _listed(sorted(plan.environ)),
        "modules": _listed([path for path, _ in plan.module_path]),
        "stdin": _stdin(plan.stdin),
        "redaction": plan.redaction.path,
        "nameservers": _listed([f"{address} {port}" for address, port in plan.nameservers]),
        "allow_hard_links": plan.allow_hard_links,
    }


def _arguments(plan: "Plan") -> dict[str, Any]:
    facts = plan.facts()
    named = {cut(name, MAX_GIVEN): cut(value, MAX_GIVEN) for name, value in facts.arguments[:MAX_LISTED]}
    more = len(facts.arguments) - len(named)
    return {"named": named, "words": _listed(facts.words), **({"more": more} if more else {})}


def _listed(texts: "tuple[str, ...] | list[str]") -> list[str]:
    more = len(texts) - MAX_LISTED
    return [cut(text, MAX_GIVEN) for text in texts[:MAX_LISTED]] + ([f"[cut: {more} more]"] if more > 0 else [])


def _stdin(stdin: bytes | int | None) -> dict[str, Any] | str | None:
    """Return what is there to be read: of bytes how many and their hash, of a descriptor that it is one."""
    if not isinstance(stdin, bytes):
        return None if stdin is None else "descriptor"
    from hashlib import sha256

    return {"bytes": len(stdin), "sha256": sha256(stdin).hexdigest()}
