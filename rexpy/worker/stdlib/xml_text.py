"""`xml.sax.saxutils` for scripts: text to and from XML. CPython's module also loads what fetches URLs."""

from __future__ import annotations

from collections.abc import Mapping


def escape(data: str, entities: Mapping[str, str] = {}) -> str:
    """Return *data* with `&`, `<` and `>` as entities, and what *entities* names replaced."""
    text = data.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return _replaced(text, entities)


def unescape(data: str, entities: Mapping[str, str] = {}) -> str:
    """Return *data* with `&amp;`, `&lt;`, `&gt;` and what *entities* names replaced."""
    text = _replaced(data.replace("&lt;", "<").replace("&gt;", ">"), entities)
    return text.replace("&amp;", "&")


def quoteattr(data: str, entities: Mapping[str, str] = {}) -> str:
    """Return *data* as the quoted value of an attribute."""
    text = escape(data, {**entities, "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'


def _replaced(text: str, entities: Mapping[str, str]) -> str:
    for key, value in entities.items():
        text = text.replace(key, value)
    return text


for _thing in (escape, unescape, quoteattr):
    _thing.__module__ = "xml.sax.saxutils"
