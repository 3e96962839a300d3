"""What `rexpy policy check` can find, each kind with a code that does not change."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rexpy.broker.policy.statement import Located
from rexpy.broker.policy.tokens import Token, line_and_column, line_at
from rexpy.errors import Finding

Severity = Literal["error", "warning", "note"]


class Kind(NamedTuple):
    """One kind of finding: an error is what a run refuses, a warning what was hardly meant, a note worth knowing."""

    code: str
    severity: Severity
    meaning: str


INVALID = Kind("invalid", "error", "a run refuses it: it cannot be read, parsed or validated, or could fail")
GRANTS_EVERYTHING = Kind("grants-everything", "warning", "a permit for every action on every file")
COVERED = Kind("covered", "warning", "a policy that does nothing which another does not do")
OVERRULED = Kind("overruled", "warning", "a permit of which a forbid refuses everything")
NEVER_MATCHES = Kind("never-matches", "warning", "a policy that no request can match; a forbid that forbids nothing")
EXPIRED = Kind("expired", "warning", "a policy whose time is over")
MATCHES_NOTHING = Kind("matches-nothing", "warning", "an id, text or pattern that no path, host name or hash can equal")
NO_GLOB = Kind("no-glob", "warning", "a `*` in an id, where it stands for itself")
IN_ONE = Kind("in-one", "warning", "`in` something in which nothing can lie")
NOT_OPENED = Kind("not-opened", "warning", "a permit that is in vain without one to `open`")
LIKE_FOR_IN = Kind("like-for-in", "warning", "`like` on all that is below a directory, where `in` was meant")
GRANTS_CONTROL = Kind("grants-control", "warning", "a write to what root, cron, systemd, sshd, Python or rexpy reads")
UNKNOWN_ANNOTATION = Kind("unknown-annotation", "warning", "an annotation that reads as one with a meaning")
LIKE_CROSSES = Kind("like-crosses", "note", "a `*` between directories, which matches slashes too")
LIKE_GLOB = Kind("like-glob", "note", "`?`, `[…]` or `**` in a pattern, which knows `*` alone")
STILL_SHOWN = Kind("still-shown", "note", "a forbid of `read` beside which `redacted_read` stays granted")
ANYBODY = Kind("anybody", "note", "a permit to change something, for every user")
NOT_ASKED = Kind("not-asked", "note", "a permit for actions that no operation asks")
NO_ID = Kind("no-id", "note", "a policy without @id, named by its number")
UNHEARD_ADVICE = Kind("unheard-advice", "note", "@advice on a permit: only a forbid gives advice")
UNKNOWN_GROUP = Kind("unknown-group", "note", "a group that the entities given do not mention")

KINDS: tuple[Kind, ...] = (
    INVALID, GRANTS_EVERYTHING, COVERED, OVERRULED, NEVER_MATCHES, EXPIRED, MATCHES_NOTHING, NO_GLOB, IN_ONE,
    NOT_OPENED, LIKE_FOR_IN, GRANTS_CONTROL, UNKNOWN_ANNOTATION, LIKE_CROSSES, LIKE_GLOB, STILL_SHOWN, ANYBODY,
    NOT_ASKED, NO_ID, UNHEARD_ADVICE, UNKNOWN_GROUP,
)  # fmt: skip


class Found(NamedTuple):
    """One finding of one kind; *policy* is the id of the policy that it is about, empty for a whole file."""

    kind: Kind
    policy: str
    finding: Finding


class Report(NamedTuple):
    """What was found in the sources given, in their order; *policies* counts what was loaded."""

    policies: int
    found: tuple[Found, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings of a severity there are."""
        return sum(one.kind.severity == severity for one in self.found)


def about(kind: Kind, policy: Located, message: str, *, at: Token | None = None, instead: str | None = None) -> Found:
    """Return a finding at a token of *policy*, else at its `permit` or `forbid`; of a linked policy at its link."""
    if policy.ref.template is not None:
        template = policy.ref.template
        text = f"{message} (linked from the template {template.id} at {template.file}:{template.line})"
        return Found(kind, policy.ref.id, Finding(policy.ref.file, policy.ref.line, 0, text, "", instead))
    offset = (at or policy.effect).start
    line, column = line_and_column(policy.source.text, offset)
    excerpt = line_at(policy.source.text, offset)
    return Found(kind, policy.ref.id, Finding(policy.ref.file, line, column, message, excerpt, instead))
