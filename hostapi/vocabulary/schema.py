"""The Cedar schema of the declarations, as text for people and as JSON for programs.

Both say the same; a test compares them through Cedar. The order is that of the declarations, so that a diff
of the shipped schema is a diff of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable

from hostapi.vocabulary.base import (
    ActionDeclaration,
    CedarType,
    EntityType,
    Field,
    Flag,
    Moment,
    Namespace,
    Number,
    Record,
    Ref,
    SetOf,
    Text,
)
from hostapi.vocabulary.every import NAMESPACES, context_of
from hostapi.vocabulary.principals import USER
from hostapi.vocabulary.request import REQUEST


def cedar_schema() -> str:
    """Return the schema in Cedar's own syntax, ending in a newline."""
    return "\n".join(_namespace_text(space) for space in NAMESPACES)


def json_schema() -> dict[str, object]:
    """Return the schema in Cedar's JSON form."""
    return {space.name: _namespace_json(space) for space in NAMESPACES}


def attribute_names() -> frozenset[str]:
    """Return every attribute that a policy can ask for, to find the nearest to a misspelt one."""
    found: set[str] = set()
    for space in NAMESPACES:
        for entity in space.entities:
            found.update(_field_names(entity.attributes))
        for declared in space.actions:
            found.update(_field_names(context_of(declared)))
    return frozenset(found)


def _field_names(fields: Iterable[Field]) -> Iterable[str]:
    for field in fields:
        yield field.name
        if isinstance(field.type, Record):
            yield from _field_names(field.type.fields)


def _type_text(kind: CedarType) -> str:
    match kind:
        case Text():
            return "String"
        case Flag():
            return "Bool"
        case Number():
            return "Long"
        case Moment():
            return "datetime"
        case SetOf(element):
            return f"Set<{_type_text(element)}>"
        case Ref(name):
            return name
        case Record(fields, name):
            return name or _record_text(fields)


def _record_text(fields: Iterable[Field]) -> str:
    inside = ", ".join(f"{f.name}{'' if f.required else '?'}: {_type_text(f.type)}" for f in fields)
    return f"{{ {inside} }}" if inside else "{}"


def _entity_text(entity: EntityType) -> str:
    text = f"entity {entity.name}"
    if entity.parents:
        text += f" in [{', '.join(entity.parents)}]"
    if entity.attributes:
        text += f" {_record_text(entity.attributes)}"
    if entity.tags is not None:
        text += f" tags {_type_text(entity.tags)}"
    return text + ";"


def _context_type(declared: ActionDeclaration) -> Record:
    # The common type where it says all: Cedar reads the schema in less time.
    return Record(context_of(declared)) if declared.context else REQUEST


def _namespace_text(space: Namespace) -> str:
    lines = [f"type {kind.name} = {_record_text(kind.fields)};" for kind in space.types]
    lines += [_entity_text(entity) for entity in space.entities]
    lines += [f"action {group};" for group in space.groups]
    for declared in space.actions:
        applies = f"principal: [{USER}], resource: [{', '.join(declared.resources)}]"
        applies += f", context: {_type_text(_context_type(declared))}"
        groups = ", ".join(declared.groups)
        lines.append(f"action {declared.action.name} in [{groups}] appliesTo {{ {applies} }};")
    if not space.name:
        return "".join(f"{line}\n" for line in lines)
    return f"namespace {space.name} {{\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def _type_json(kind: CedarType) -> dict[str, object]:
    match kind:
        case Text():
            return {"type": "String"}
        case Flag():
            return {"type": "Boolean"}
        case Number():
            return {"type": "Long"}
        case Moment():
            return {"type": "Extension", "name": "datetime"}
        case SetOf(element):
            return {"type": "Set", "element": _type_json(element)}
        case Ref(name):
            return {"type": "Entity", "name": name}
        case Record(fields, name):
            return {"type": name} if name else _record_json(fields)


def _record_json(fields: Iterable[Field]) -> dict[str, object]:
    return {"type": "Record", "attributes": {f.name: _field_json(f) for f in fields}}


def _field_json(field: Field) -> dict[str, object]:
    said = _type_json(field.type)
    return said if field.required else {**said, "required": False}


def _entity_json(entity: EntityType) -> dict[str, object]:
    said: dict[str, object] = {}
    if entity.parents:
        said["memberOfTypes"] = list(entity.parents)
    if entity.attributes:
        said["shape"] = _record_json(entity.attributes)
    if entity.tags is not None:
        said["tags"] = _type_json(entity.tags)
    return said


def _namespace_json(space: Namespace) -> dict[str, object]:
    actions: dict[str, object] = {group: {} for group in space.groups}
    for declared in space.actions:
        applies: dict[str, object] = {"principalTypes": [USER], "resourceTypes": list(declared.resources)}
        applies["context"] = _type_json(_context_type(declared))
        actions[declared.action.name] = {
            "memberOf": [{"id": group} for group in declared.groups],
            "appliesTo": applies,
        }
    said: dict[str, object] = {"commonTypes": {kind.name: _record_json(kind.fields) for kind in space.types}}
    return {
        **(said if space.types else {}),
        "entityTypes": {entity.name: _entity_json(entity) for entity in space.entities},
        "actions": actions,
    }
