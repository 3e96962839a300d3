"""What a caller asks of the audit: where records go, what is in them, how files are rotated and keyed."""

import os
from typing import NamedTuple

from rexpy.errors import UsageError

FIELDS = ("principal", "action", "resource", "context", "entities")
DEFAULT_FIELDS = ("principal", "action", "resource")

STDERR, SYSLOG, OTEL = "stderr:", "syslog:", "otel:"
DEV_LOG = "/dev/log"


class AuditOptions(NamedTuple):
    """Where the records of runs go and what they hold; docs/audit.md says what a record is.

    `to`: a file, `stderr:`, `syslog:` (or `syslog:/path/of/a/socket`), `otel:`; or several of them.
    `fields`: what of a request is recorded, of principal, action, resource, context, entities.
    `max_size`: bytes at which a file is rotated. `rotate_s`: seconds after which it is.
    `keep`: how many rotated files are kept; None removes none.
    `key`: a file of at least 32 bytes; records are then chained by HMAC-SHA256 under it.
    """

    to: str | os.PathLike[str] | tuple[str | os.PathLike[str], ...]
    fields: tuple[str, ...] = DEFAULT_FIELDS
    max_size: int | None = None
    rotate_s: float | None = None
    keep: int | None = None
    key: str | os.PathLike[str] | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """`to` as texts."""
        return tuple(os.fspath(each) for each in (self.to if isinstance(self.to, tuple) else (self.to,)))

    def checked(self) -> "AuditOptions":
        """Return the same with `to` as a tuple of texts, files by their absolute path. Raises UsageError."""
        given = self.to if isinstance(self.to, tuple) else (self.to,)
        to = tuple(_target(each) for each in given)
        if not to:
            raise UsageError("the audit goes nowhere; name a file, stderr:, syslog: or otel:")
        if len(set(to)) < len(to):
            raise UsageError(f"the audit goes twice to {next(each for each in to if to.count(each) > 1)!r}")
        for field in self.fields:
            if field not in FIELDS:
                raise UsageError(f"{field!r} is no field of an audit record; there are {', '.join(FIELDS)}")
        files = any(is_file(each) for each in to)
        for name in ("max_size", "rotate_s", "keep"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise UsageError(f"the audit's {name} is {value}; it must be more than 0")
            if value is not None and not files:
                raise UsageError(f"the audit's {name} is about files, and none is written")
        if self.keep is not None and self.max_size is None and self.rotate_s is None:
            raise UsageError("how many rotated files are kept means nothing for a file that is never rotated")
        key = os.path.abspath(self.key) if self.key is not None else None
        return self._replace(to=to, fields=tuple(dict.fromkeys(self.fields)), key=key)


def _target(given: str | os.PathLike[str]) -> str:
    text = os.fspath(given)
    if not isinstance(text, str) or not text or "\0" in text:
        raise UsageError(f"the audit cannot go to {given!r}")
    # A path object always means a file, whatever it is called.
    return text if isinstance(given, str) and not is_file(text) else os.path.abspath(text)


def is_file(target: str) -> bool:
    """Whether a target is a file and no other sink."""
    return target not in (STDERR, OTEL) and not target.startswith(SYSLOG)


def audit_options(given: "str | os.PathLike[str] | AuditOptions | None") -> AuditOptions | None:
    """Return what a caller's `audit` stands for, checked. Raises UsageError."""
    if given is None:
        return None
    return (given if isinstance(given, AuditOptions) else AuditOptions(given)).checked()
