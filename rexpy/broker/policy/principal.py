"""Reads a uid as it is written on a command line: `User::"agent-7"`, with Cedar's escapes, and nothing else."""

from __future__ import annotations

import re

from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.every import ENTITY_TYPES
from hostapi.vocabulary.principals import USER
from rexpy.broker.policy.statement import Uid
from rexpy.errors import ArgumentsInvalid, Finding

_UID = re.compile(r'([A-Za-z_][A-Za-z0-9_]*(?:::[A-Za-z_][A-Za-z0-9_]*)*)::"((?:\\.|[^"\\])*)"')
_ESCAPE = re.compile(r"\\(?:([nrt0\\'\"*])|x([0-7][0-9A-Fa-f])|u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", "'": "'", '"': '"'}


class UidRefused(ValueError):
    """A text is no uid; it says why."""


def parse_uid(text: str) -> Uid:
    """Return the uid that *text* writes, of whatever type; raises `UidRefused`."""
    match = _UID.fullmatch(text)
    if match is None:
        raise UidRefused('not of the form Type::"id"')
    return Uid(match.group(1), unescape(match.group(2)))


def parse_principal(text: str) -> Resource:
    """Return the uid that *text* writes.

    Raises `ArgumentsInvalid` where it is not `User::"…"`, or the name is empty, too long or holds control
    characters.
    """
    if not isinstance(text, str):
        raise _invalid(repr(text), "the principal is not text")
    if _UID.fullmatch(text) is None:
        raise _invalid(text, 'the principal is not of the form User::"name"')
    try:
        kind, name = parse_uid(text)
    except UidRefused as error:
        raise _invalid(text, str(error)) from None
    if kind != USER:
        raise _invalid(text, f"a principal is of type {USER}, not {kind}")
    return principal_named(name, text)


def principal_named(name: str, text: str | None = None) -> Resource:
    """Return the uid of the user called *name*, unquoted; raises `ArgumentsInvalid` where that is no name."""
    reason = ENTITY_TYPES[USER].refuse(name)
    if reason is not None:
        raise _invalid(name if text is None else text, reason)
    return Resource(USER, name)


def unescape(quoted: str) -> str:
    """Return the value of the inside of a Cedar string; raises `UidRefused` for an escape that Cedar refuses."""

    def one(match: re.Match[str]) -> str:
        simple, byte, code, _ = match.groups()
        if simple is not None and simple in _SIMPLE:
            return _SIMPLE[simple]
        number = int(byte or code, 16) if byte or code else -1
        if 0 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF:
            return chr(number)
        raise UidRefused(f"the escape {match.group()} is not one that Cedar knows")

    return _ESCAPE.sub(one, quoted)


def _invalid(text: str, message: str) -> ArgumentsInvalid:
    excerpt = text[:200].encode("utf-8", "backslashreplace").decode("utf-8")
    return ArgumentsInvalid((Finding("--principal", 0, 0, message, excerpt, f'{USER}::"name"'),))
