"""Every namespace, by hand: a new one is a line in a diff. And the declarations by their full names."""

from hostapi.vocabulary import file_system, network, principals, process_system, sysctl, sysinfo, systemd
from hostapi.vocabulary.base import Action, ActionDeclaration, EntityType, Field, Namespace
from hostapi.vocabulary.request import EVERY_REQUEST

NAMESPACES: tuple[Namespace, ...] = (
    principals.NAMESPACE,
    file_system.NAMESPACE,
    network.NAMESPACE,
    process_system.NAMESPACE,
    sysctl.NAMESPACE,
    sysinfo.NAMESPACE,
    systemd.NAMESPACE,
)

ENTITY_TYPES: dict[str, EntityType] = {
    space.qualified(entity.name): entity for space in NAMESPACES for entity in space.entities
}
"""Entity types by their name with namespace."""

ACTIONS: dict[Action, ActionDeclaration] = {
    declared.action: declared for space in NAMESPACES for declared in space.actions
}

ACTION_GROUPS: frozenset[Action] = frozenset(
    Action(space.name, group) for space in NAMESPACES for group in space.groups
)


def context_of(declared: ActionDeclaration) -> tuple[Field, ...]:
    """Return the fields that the context of a request for the action has: its own, and those of every request."""
    return (*declared.context, *EVERY_REQUEST)
