"""Untrusted process: the text of what was compiled, so that a traceback can quote it without opening a file."""

import re

# Threat: for a syntax error CPython opens the file of this name to quote the line, which the seal answers by ending the
# run. A name that no file system encoding can say fails before any system call.
NO_FILE = "\ud800"

_texts: dict[str, str] = {}
# What ends a line of Python source. Not: str.splitlines, which also ends one at a form feed.
_END = re.compile("\r\n|\r|\n")


def keep(filename: str, source: str) -> None:
    """Remember *source* as the text of *filename*."""
    _texts[filename] = source


def lines(filename: str) -> list[str]:
    """Return the lines of *filename* without their ends; none where it is not known."""
    return _END.split(_texts[filename]) if filename in _texts else []
