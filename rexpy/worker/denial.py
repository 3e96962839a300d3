"""What a script learns of a refusal: the `.denial` of its PermissionError."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Denial:
    """One refusal by the policy.

    `action` and `resource` are written as in Cedar; `effect` is no_permit, forbid or error; `policies` are the ids of
    those that refused, `advice` what the owner of the host has to say about it.
    """

    action: str
    resource: str
    effect: str
    policies: tuple[str, ...]
    advice: str | None


class PolicyDenied(PermissionError):
    """The PermissionError of a refusal; to a script it is PermissionError, and prints as that."""

    denial: Denial
    number: int
    """The broker's number for this denial, -1 beyond those that it keeps."""


class LimitedError(OSError):
    """The OSError of a limit of the run."""

    limit: str


PolicyDenied.__name__ = PolicyDenied.__qualname__ = "PermissionError"
PolicyDenied.__module__ = "builtins"
LimitedError.__name__ = LimitedError.__qualname__ = "OSError"
LimitedError.__module__ = "builtins"
