"""Lays policies out as Cedar's formatter does, and never loses a comment or a meaning over it."""

from __future__ import annotations

import difflib
import os
import re
import stat
from typing import NamedTuple

from rexpy.broker.policy import cedar
from rexpy.broker.policy.limits import MAX_NESTING, MAX_OPERATORS
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.tokens import comments, line_and_column, line_at, tokenize, too_deep
from rexpy.errors import Finding, PolicyInvalid, RunnerError

WIDTH, INDENT = 80, 4
"""Columns of a line, as the Cedar CLI has it, and of a level, as this project's policies have it."""

_HEADER = re.compile(r"\s*((?://[^\n]*\n)+)[ \t]*\n")


_BROKEN_CALL = re.compile(r"(\.[A-Za-z]+)\n *\(\n *([^\n]+)\n *\)")
"""How the formatter writes the call of a method on what takes several lines: its argument, however short, on a line of
its own between brackets on lines of their own."""


class Laid(NamedTuple):
    """A policy file as it is and as it should be."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after

    @property
    def diff(self) -> str:
        """What would change, as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        lines = difflib.unified_diff(before, after, self.name, f"{self.name} (formatted)")
        # A last line without an end is shown as diff(1) shows it.
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def lay_out(source: Source, *, width: int = WIDTH, indent: int = INDENT) -> Laid:
    """Return *source* laid out. Raises PolicyInvalid where it does not parse, and RunnerError where the formatter would
    have changed what it says, or lost a comment; then nothing may be written."""
    text = source.text
    tokens = tokenize(text)
    if not tokens:
        return Laid(source.name, text, text)  # comments alone, or nothing: the formatter knows no such file
    deep = too_deep(tokens, nesting=MAX_NESTING, operators=MAX_OPERATORS)
    if deep is not None:
        line, column = line_and_column(text, deep.start)
        raise PolicyInvalid((Finding(source.name, line, column, "nested too deeply", line_at(text, deep.start)),))
    try:
        meant = cedar.policies_json(text)
        after = cedar.format_policies(text, width=width, indent=indent)
        kept = cedar.policies_json(after)
    except cedar.CedarFailure as error:
        from rexpy.broker.policy import diagnose

        found = diagnose.parse_findings([source])
        raise PolicyInvalid(tuple(found) or (Finding(source.name, 0, 0, str(error)),)) from None
    after = _with_header(text, _joined(after, kept).rstrip("\n") + "\n")
    if meant != kept:
        raise RunnerError(f"{source.name}: Cedar's formatter would change what the policies mean; nothing was written")
    if sorted(comments(text)) != sorted(comments(after)):
        raise RunnerError(f"{source.name}: Cedar's formatter would lose a comment; nothing was written")
    return Laid(source.name, text, after)


def _joined(after: str, meant: str) -> str:
    """Return *after*, which the formatter made, with each call of a method on one line that it broke for no gain."""
    joined = _BROKEN_CALL.sub(r"\1(\2)", after)
    # Not: trusting the pattern. In a text or after a comment such lines are the owner's.
    try:
        same = cedar.policies_json(joined) == meant and comments(joined) == comments(after)
    except cedar.CedarFailure:
        same = False
    return joined if same else after


def _with_header(before: str, after: str) -> str:
    """Return *after* with the blank line that *before* has after the comment at its head: the formatter pulls such a
    comment, which is about the file, to the first policy."""
    match = _HEADER.match(before)
    if match is None:
        return after
    lines = match.group(1).count("\n")
    head, rest = after.splitlines(keepends=True)[:lines], after.splitlines(keepends=True)[lines:]
    if all(line.startswith("//") for line in head) and rest and rest[0].strip():
        return "".join([*head, "\n", *rest])
    return after


def write(laid: Laid) -> None:
    """Replace the file by its new text at once: whoever reads it meanwhile finds the one or the other. Raises
    RunnerError. Owner and mode stay; a link stays one, what it leads to is replaced."""
    path = os.path.realpath(laid.name)
    try:
        status = os.stat(path)
        temporary = f"{path}.{os.getpid()}.new"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(laid.after.encode())
                file.flush()
                if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
                    os.fchown(file.fileno(), status.st_uid, status.st_gid)
                os.fchmod(file.fileno(), stat.S_IMODE(status.st_mode))
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise RunnerError(f"{laid.name} cannot be written: {error.strerror}") from None
