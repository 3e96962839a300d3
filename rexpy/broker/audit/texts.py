"""Texts of records: ASCII, escaped, bounded, whatever they hold."""

from collections.abc import Mapping
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

from rexpy.broker.audit.form import MAX_TEXT


def cut(text: str, length: int = MAX_TEXT) -> str:
    """Return the text, or its beginning with how much is missing."""
    return text if len(text) <= length else f"{text[:length]}[cut: {len(text) - length} characters]"


def quoted(text: str, length: int = MAX_TEXT) -> str:
    """Return the text as a JSON string, cut."""
    return _quoted(cut(text, length))


def plain(context: Any) -> Any:
    """Return a context, in the form of pairs, as an object."""
    if isinstance(context, tuple) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in context):
        return {name: plain(value) for name, value in context}
    return context if isinstance(context, str | int | bool) else str(context)


def bounded(value: Any) -> Any:
    """Return a value of plain JSON with every text in it cut."""
    if isinstance(value, str):
        return cut(value)
    if isinstance(value, Mapping):
        return {cut(str(name)): bounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [bounded(inner) for inner in value]
    return value
