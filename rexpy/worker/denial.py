"""What a script learns of a refusal: the `.denial` of its PermissionError."""

from dataclasses import dataclass
from typing import Any, NoReturn

from rexpy.wire.messages import Status


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


def raise_failed(status: int, fields: list[Any]) -> NoReturn:
    """Raise what CPython would, from the fields of a reply whose status is not OK."""
    if status == Status.DENIED:
        text, filename, action, resource, effect, policies, advice, number = fields
        denied = PolicyDenied(13, text, filename) if filename is not None else PolicyDenied(13, text)
        denied.denial = Denial(action, resource, effect, tuple(policies), advice)
        denied.number = number
        raise denied
    if status == Status.LIMIT:
        number, text, filename, limit, _value = fields
        limited = LimitedError(number, text, filename) if filename is not None else LimitedError(number, text)
        limited.limit = limit
        raise limited
    number, text, filename, second = fields
    if second is not None:
        raise OSError(number, text, filename, None, second)
    raise OSError(number, text, filename) if filename is not None else OSError(number, text)
