"""What policies compare with texts: which texts each can be at all, and how one that it cannot be is mended."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple

from hostapi.vocabulary.file_system import DIR, FILE, refuse_path
from hostapi.vocabulary.sysinfo import HOSTNAME
from rexpy.broker.policy.observe import context_field
from rexpy.broker.policy.patterns import Pattern
from rexpy.broker.policy.principal import UidRefused, unescape
from rexpy.broker.policy.statement import Json, Uid
from rexpy.broker.policy.tokens import Token

SUBJECTS = {
    "resource.path": "path",
    "resource.hostname": "hostname",
    "context.destination.path": "path",
    "context.destination.parent_path": "path",
    "context.destination.name": "name of a file",
    "context.run.cwd": "working directory",
    "context.run.script_sha256": "script",
}
"""What is known of what it can be, with the word for it."""

_PATHS = frozenset(("path", "working directory"))
_HEX = re.compile("[0-9a-f]*")
_DIGITS = 64


class Wrong(NamedTuple):
    """Why a text is like nothing that there can be, and what was probably meant."""

    reason: str
    instead: str | None = None


def subject_of(expression: Json) -> str | None:
    """Return `resource.path`, `context.run.cwd` and so on, where *expression* is one that is known; else None."""
    inner = expression.get(".")
    if not isinstance(inner, dict):
        return None
    if inner["left"].get("Var") == "resource":
        name = f"resource.{inner['attr']}"
    else:
        field = context_field(expression)
        name = f"context.{field}" if field is not None else ""
    return name if name in SUBJECTS else None


def wrong_uid(uid: Uid) -> Wrong | None:
    """Return why no request names the entity *uid*; None where one may."""
    if uid.type in (FILE, DIR):
        return _path(Pattern((uid.id,)))
    if uid.type == HOSTNAME:
        return _host(Pattern((uid.id,)))
    return None


def wrong_text(subject: str, pattern: Pattern) -> Wrong | None:
    """Return why *subject* is never like *pattern*; None where it may be."""
    word = SUBJECTS[subject]
    if word in _PATHS:
        return _path(pattern)
    if word == "hostname":
        return _host(pattern)
    if word == "script":
        return _sha256(pattern)
    if any("/" in segment for segment in pattern.segments):
        return Wrong("a name holds no `/`", written(pattern).rstrip("/").rpartition("/")[2] or None)
    return Wrong("no name is empty") if pattern.segments == ("",) else None


def _path(pattern: Pattern) -> Wrong | None:
    first, last = pattern.segments[0], pattern.segments[-1]
    reason = None
    if first == "~" or first.startswith("~/"):
        return Wrong("`~` is not expanded", posixpath.normpath(f"/home/NAME{written(pattern)[1:]}"))
    if re.match(r"\$[A-Za-z_{]", first):
        return Wrong("variables are not expanded")
    if len(pattern.segments) == 1:
        reason = refuse_path(first)
    elif first and not first.startswith("/"):
        reason = "every path begins with `/`"
    elif last.endswith("/") and not pattern.matches("/"):
        reason = "no path but `/` ends with `/`"
    elif last.endswith(("/.", "/..")):
        reason = "paths come without `.` and `..`"
    else:
        found = [part for segment in pattern.segments for part in ("//", "/./", "/../") if part in segment]
        reason = f"paths come without `{found[0]}`" if found else None
    return None if reason is None else Wrong(reason, _mended(written(pattern), pattern))


def _mended(text: str, pattern: Pattern) -> str | None:
    """Return *text* as the path that it was probably meant to be."""
    if not text or (".." in text and len(pattern.segments) > 1):
        return None  # what `*/..` is above depends on what the star stands for
    meant = posixpath.normpath(text if text.startswith(("/", "*")) else f"/{text}")
    meant = meant.replace("//", "/")
    wild = len(pattern.segments) > 1
    return None if meant == text or (not wild and refuse_path(meant) is not None) else meant


def _host(pattern: Pattern) -> Wrong | None:
    text = written(pattern)
    if any("A" <= character <= "Z" for character in text):
        return Wrong("host names come in lower case", text.lower().rstrip("."))
    if pattern.segments[-1].endswith("."):
        return Wrong("host names come without the dot at the end", text.rstrip(".") or None)
    for mark, what in (("/", "no `/`"), (":", "no port"), ("@", "no `@`"), (" ", "no blank")):
        if mark in text:
            host = re.sub(r"^[a-z+]+://", "", text).partition("/")[0].rpartition("@")[2].partition(":")[0].strip()
            return Wrong(f"a host name has {what}", host or None)
    return None


def _sha256(pattern: Pattern) -> Wrong | None:
    text = written(pattern)
    meant = text.lower().removeprefix("sha256:")
    if len(pattern.segments) == 1 and not (len(text) == _DIGITS and _HEX.fullmatch(text)):
        whole = len(meant) == _DIGITS and _HEX.fullmatch(meant)
        return Wrong(f"a SHA-256 is written in {_DIGITS} hexadecimal digits, in lower case", meant if whole else None)
    if not all(_HEX.fullmatch(segment) for segment in pattern.segments):
        return Wrong("a SHA-256 is written in hexadecimal digits, in lower case")
    return None


def written(pattern: Pattern) -> str:
    """Return a pattern as a text, its wildcards as `*`."""
    return "*".join(pattern.segments)


def text_token(tokens: Sequence[Token], text: str) -> Token | None:
    """Return the first token in *tokens* that writes *text*."""
    return next((token for token in tokens if token.kind == "string" and _value(token) == text), None)


def uid_token(tokens: Sequence[Token], uid: Uid) -> Token | None:
    """Return the first token of the first place in *tokens* that writes *uid*."""
    names = uid.type.split("::")
    length = 2 * len(names)
    for index, token in enumerate(tokens):
        if token.kind == "string" and index >= length and _value(token) == uid.id:
            before = tokens[index - length : index]
            if [one.text for one in before] == [part for name in names for part in (name, "::")]:
                return before[0]
    return None


def _value(token: Token) -> str | None:
    try:
        return unescape(token.text[1:-1])
    except UidRefused:
        return None
