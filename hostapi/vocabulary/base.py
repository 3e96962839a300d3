"""The forms in which Cedar words are declared: types, entity types, actions and namespaces.

A declaration says what a Cedar schema says, and two things that a schema cannot: how the attributes and the
parents of an entity follow from its id, and the range of a number (so that arithmetic in a policy can be
proved not to overflow).

Not: dataclasses for these. A frozen slotted dataclass takes 0.55 ms to define, a named tuple 0.07 ms, and
every run defines them. Two forms without fields are equal as tuples: tell them apart by class, never by `==`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

LONG_MIN = -(1 << 63)
LONG_MAX = (1 << 63) - 1

MAX_ID_LENGTH = 4096
"""Characters of an entity id: PATH_MAX, the longest name that Linux takes; a URL of that length is no honest
one."""


class Action(NamedTuple):
    """A Cedar action: `Action("file_system", "read")` is `file_system::Action::"read"`."""

    namespace: str
    name: str

    @property
    def type(self) -> str:
        """The entity type of the action's uid."""
        return f"{self.namespace}::Action"


class Resource(NamedTuple):
    """The uid of a resource: the entity type with its namespace, and the id as plain text, never quoted."""

    type: str
    id: str


class Text(NamedTuple):
    """Cedar's String."""


class Flag(NamedTuple):
    """Cedar's Bool."""


class Number(NamedTuple):
    """Cedar's Long, between *low* and *high* inclusive: the broker gives no other."""

    low: int = LONG_MIN
    high: int = LONG_MAX


class Moment(NamedTuple):
    """Cedar's datetime, between *low* and *high* inclusive, in milliseconds since 1970 in UTC."""

    low: int
    high: int


class SetOf(NamedTuple):
    """Cedar's Set of *element*."""

    element: CedarType


class Ref(NamedTuple):
    """A reference to an entity of *type*, written with its namespace."""

    type: str


class Record(NamedTuple):
    """Cedar's record: a closed set of fields. With a *name* it is a common type, declared once in its namespace."""

    fields: tuple[Field, ...]
    name: str = ""


CedarType = Text | Flag | Number | Moment | SetOf | Ref | Record


class Field(NamedTuple):
    """One attribute of an entity, a record or a context."""

    name: str
    type: CedarType
    required: bool = True


Attributes = tuple[tuple[str, object], ...]
"""Attribute values in the form of pairs; a record among them is itself such a tuple."""


class EntityType(NamedTuple):
    """One entity type, named without its namespace.

    *refuse* returns why a text is no id of this type, or None. *attributes_of* returns the attributes that
    follow from an id; it is None where the operation gives them. *container* names the type of the directory
    that holds an entity, for the types whose ids are paths.
    """

    name: str
    refuse: Callable[[str], str | None]
    attributes: tuple[Field, ...] = ()
    tags: CedarType | None = None
    parents: tuple[str, ...] = ()
    attributes_of: Callable[[str], Attributes] | None = None
    container: str | None = None


class ActionDeclaration(NamedTuple):
    """One action: the groups it is in, the resource types it applies to (with namespace), and its context, which
    holds what every request does besides."""

    action: Action
    groups: tuple[str, ...]
    resources: tuple[str, ...]
    context: tuple[Field, ...] = ()


class Namespace(NamedTuple):
    """The words of one namespace; the empty name holds the principals."""

    name: str
    entities: tuple[EntityType, ...] = ()
    groups: tuple[str, ...] = ()
    actions: tuple[ActionDeclaration, ...] = ()
    types: tuple[Record, ...] = ()

    def qualified(self, name: str) -> str:
        """Return *name* with this namespace before it."""
        return f"{self.name}::{name}" if self.name else name


def refuse_text(text: str) -> str | None:
    """Return why *text* can be no id of any entity: empty, too long, control characters, not Unicode; else
    None."""
    if not text:
        return "the name is empty"
    if len(text) > MAX_ID_LENGTH:
        return f"the name has {len(text)} characters, more than {MAX_ID_LENGTH}"
    if not text.isprintable():
        for character in text:
            code = ord(character)
            if code < 0x20 or 0x7F <= code <= 0x9F:
                return f"the name has the control character U+{code:04X}"
            if 0xD800 <= code <= 0xDFFF:
                return "the name is not Unicode text"
    return None


def no_attributes(_: str) -> Attributes:
    """Return no attributes: for entity types that have none."""
    return ()
