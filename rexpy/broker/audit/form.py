"""The form of the audit trail, for who writes it and who reads it: names, the chain's rule, the head, the files.

docs/audit.md has the same in words, with an example of each record.
"""

import json
import re
from hashlib import sha256
from hmac import digest as _keyed
from typing import Any, NamedTuple

OCSF_VERSION = "1.8.0"
VERSION = "0.1.0"
"""rexpy's own, as in pyproject.toml. Not: importlib.metadata, which takes longer to load than all of the audit."""
FORM = 1
"""`unmapped.form`: grows when a field changes its meaning or goes; new fields do not change it."""

REDACTED = "[redacted]"
"""Stands where a field was left out because nobody asked for it (`--audit-fields`)."""


class Kind:
    """What a record tells: `unmapped.kind`."""

    DECISION = "decision"
    SHADOW = "shadow"
    """What a policy under trial would have decided; it was not enforced."""
    GUARDRAIL = "guardrail"
    """A refusal that no policy can lift: a governing file, the broker's own /proc entries."""
    POLICY = "policy"
    """A policy set came into force, or was refused."""
    START = "start"
    MODULE = "module"
    """A module from a directory that the run was given is about to be imported."""
    SEAL = "seal"
    LIMIT = "limit"
    VIOLATION = "violation"
    """A forbidden system call, or a breach of the protocol."""
    END = "end"
    ROTATION = "rotation"
    """The first record of a file that follows another."""
    RECOVERY = "recovery"
    """A writer before this one was killed in the middle."""


class Class:
    """OCSF class uids that occur."""

    FILE = 1001
    PROCESS = 1007
    EVENT_LOG = 1008
    SCRIPT = 1009
    NETWORK = 4001
    HTTP = 4002
    DNS = 4003
    CONFIG = 5019
    API = 6003


class Action:
    """`action_id` of the security_control profile."""

    ALLOWED = 1
    DENIED = 2
    OBSERVED = 3


class Disposition:
    """`disposition_id` of the security_control profile."""

    ALLOWED = 1
    BLOCKED = 2
    LOGGED = 17
    ERROR = 27


class Severity:
    """`severity_id`."""

    INFORMATIONAL = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4


# The chain.

NOTHING_BEFORE = "0" * 64
"""`prev` of a chain's first record."""

PLAIN, KEYED = "hash", "hmac"
"""The last field's name: SHA-256, or HMAC-SHA256 under `--audit-key`."""

_PREV, _OWN = '"prev":"', '"}}'
ENDING = len(f',"{PLAIN}":"') + 64 + len(_OWN)
"""Bytes at the end of a line that its own hash does not cover: `,"hash":"<64 hexadecimal digits>"}}`."""

MAX_LINE = 1 << 20
"""No record is longer: the texts in it are cut at MAX_TEXT characters, of at most 12 bytes as JSON escapes."""
MAX_TEXT = 4096
MAX_BATCH = 64
"""Records that one write holds: those of one path, with policies under trial. A killed writer leaves no more behind."""

_TAIL = re.compile(rb'"prev":"([0-9a-f]{64})","(hash|hmac)":"([0-9a-f]{64})"\}\}')
_TAIL_LENGTH = len(_PREV) + 64 + 1 + ENDING


class Link(NamedTuple):
    """What a line says of its place in the chain."""

    prev: str
    own: str
    keyed: bool
    body: bytes
    """What `own` covers."""


def link(line: bytes) -> Link | None:
    """Return the link that a line, without its line end, closes with; None where it is no record."""
    found = _TAIL.fullmatch(line, max(0, len(line) - _TAIL_LENGTH))
    if found is None:
        return None
    prev, name, own = found.groups()
    return Link(prev.decode(), own.decode(), name == b"hmac", line[:-ENDING])


def digest(body: bytes, key: bytes | None = None) -> str:
    """Return the hash of a line up to its last field."""
    return sha256(body).hexdigest() if key is None else _keyed(key, body, "sha256").hex()


# The files.

HEAD_SUFFIX = ".head"
HEAD_SIZE = 384
"""Bytes of a head file: one line of JSON, filled up with spaces, so that it is replaced by one write in place."""

_ROTATED = re.compile(r"(.*)\.([0-9]{12,})", re.DOTALL)


def head_path(path: str) -> str:
    """Return the head file of the trail at `path`."""
    return path + HEAD_SUFFIX


def rotated_path(path: str, first: int) -> str:
    """Return the name of the rotated file whose first record has the sequence number `first`."""
    return f"{path}.{first:012}"


def rotated_from(path: str) -> tuple[str, int] | None:
    """Return the trail's path and the first sequence number where `path` is the name of a rotated file."""
    found = _ROTATED.fullmatch(path)
    return (found.group(1), int(found.group(2))) if found else None


class HeadInvalid(ValueError):
    """A head file does not hold what it must."""


class Head(NamedTuple):
    """The recorded end of a chain."""

    sequence: int
    """The last record's; 0 where there is none."""
    hash: str
    size: int
    """Bytes of the current file."""
    file: int
    """The sequence number of the current file's first record, its name when it is rotated."""
    began: int
    """When the current file began, in epoch milliseconds."""
    first: int
    """The oldest record that is still kept."""
    closed: int
    """1 where the last writer was done with it; then nothing may be behind the end. 0 while one may be writing."""

    def render(self, key: bytes | None = None) -> bytes:
        """Return the file's content; under a key it has a tag that only who has the key can make."""
        sequence, own, size, file, began, first, closed = self
        body = (
            f'{{"form":{FORM},"sequence":{sequence},"hash":"{own}","size":{size},"file":{file},'
            f'"began":{began},"first":{first},"closed":{closed}'
        )
        tag = f',"hmac":"{digest(body.encode(), key)}"}}' if key is not None else "}"
        return (body + tag).ljust(HEAD_SIZE - 1).encode("ascii") + b"\n"


def parse_head(data: bytes, key: bytes | None = None) -> Head:
    """Return what a head file says. Raises HeadInvalid; also where it is tagged and no key, or another, is given."""
    try:
        said: Any = json.loads(data)
    except ValueError:
        said = None
    names = Head._fields
    if not isinstance(said, dict) or said.get("form") != FORM or not set(names) <= set(said):
        raise HeadInvalid("it is no head of an audit trail of this form")
    numbers = [said[name] for name in names if name != "hash"]
    own = said["hash"]
    sound = type(own) is str and re.fullmatch("[0-9a-f]{64}", own) is not None
    if not sound or any(type(number) is not int or number < 0 for number in numbers):
        raise HeadInvalid("it is no head of an audit trail of this form")
    head = Head(**{name: said[name] for name in names})
    if ("hmac" in said) != (key is not None):
        raise HeadInvalid(
            "the trail has no key, and one was given" if key is not None else "the trail has a key, and none was given"
        )
    if head.render(key) != data:
        raise HeadInvalid("it was altered, or the key is another")
    return head
