"""Checks the context of a request against its declaration and writes it as the JSON that Cedar reads.

Threat: in Cedar's JSON a mapping with the key `__entity` or `__extn` becomes an entity or an extension value.
No mapping is taken from anywhere: a record is a tuple of pairs whose names the vocabulary declares, its
leaves are exactly str, int or bool.
"""

from __future__ import annotations

from json.encoder import encode_basestring_ascii as quote

from hostapi.vocabulary.base import CedarType, Field, Flag, Number, Record, Text


class ContextRefused(Exception):
    """The context is not what the action declares; the text says what is wrong with it."""


def context_json(fields: tuple[Field, ...], given: object, where: str = "context") -> str:
    """Return *given*, a tuple of (name, value) pairs, as a JSON object; raises `ContextRefused`."""
    if type(given) is not tuple:
        raise ContextRefused(f"{where} is a {type(given).__name__}, not a tuple of pairs")
    values: dict[str, object] = {}
    for pair in given:
        if type(pair) is not tuple or len(pair) != 2 or type(pair[0]) is not str:
            raise ContextRefused(f"{where} holds what is no pair of a name and a value")
        if pair[0] in values:
            raise ContextRefused(f"{where} has `{pair[0]}` twice")
        values[pair[0]] = pair[1]
    parts: list[str] = []
    for field in fields:
        if field.name in values:
            value = _value_json(field.type, values.pop(field.name), f"{where}.{field.name}")
            parts.append(f"{quote(field.name)}:{value}")
        elif field.required:
            raise ContextRefused(f"{where} lacks `{field.name}`")
    if values:
        raise ContextRefused(f"{where} has `{next(iter(values))}`, which is not declared")
    return "{" + ",".join(parts) + "}"


def _value_json(kind: CedarType, value: object, where: str) -> str:
    match kind:
        case Text():
            if type(value) is not str:
                raise ContextRefused(f"{where} is a {type(value).__name__}, not str")
            return text_json(value, where)
        case Flag():
            if type(value) is not bool:
                raise ContextRefused(f"{where} is a {type(value).__name__}, not bool")
            return "true" if value else "false"
        case Number(low, high):
            if type(value) is not int:
                raise ContextRefused(f"{where} is a {type(value).__name__}, not int")
            if not low <= value <= high:
                raise ContextRefused(f"{where} is not between {low} and {high}")
            return str(value)
        case Record(fields):
            return context_json(fields, value, where)
        case _:
            raise ContextRefused(f"{where} is no value that a request can carry")


def text_json(value: str, where: str) -> str:
    """Return *value* as JSON; raises `ContextRefused` where it is not Unicode text."""
    if not value.isprintable():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise ContextRefused(f"{where} is not Unicode text") from None
    return quote(value)


def only_text(fields: tuple[Field, ...]) -> bool:
    """Return whether all that *fields* hold is text."""
    return all(
        isinstance(field.type, Text) or (isinstance(field.type, Record) and only_text(field.type.fields))
        for field in fields
    )
