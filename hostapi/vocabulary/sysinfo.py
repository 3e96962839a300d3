"""What the host tells of itself, and the names that it resolves."""

from hostapi.vocabulary.base import (
    Action,
    ActionDeclaration,
    Attributes,
    EntityType,
    Field,
    Namespace,
    Text,
    no_attributes,
    refuse_text,
)

HOSTNAME = "sysinfo::Hostname"
SYSINFO = "sysinfo::Sysinfo"
UNAME = "sysinfo::Uname"

LIST = Action("sysinfo", "list")
RESOLVE_HOSTNAME = Action("sysinfo", "resolve_hostname")

_GROUP = ("SysinfoAction",)


def hostname_attributes(hostname: str) -> Attributes:
    """Return the attributes of the Hostname entity with this id."""
    return (("hostname", hostname),)


NAMESPACE = Namespace(
    name="sysinfo",
    entities=(
        EntityType(name="Uname", refuse=refuse_text, attributes_of=no_attributes),
        EntityType(name="Sysinfo", refuse=refuse_text, attributes_of=no_attributes),
        EntityType(
            name="Hostname",
            refuse=refuse_text,
            attributes=(Field("hostname", Text()),),
            attributes_of=hostname_attributes,
        ),
    ),
    groups=_GROUP,
    actions=(
        ActionDeclaration(LIST, _GROUP, (UNAME, SYSINFO)),
        ActionDeclaration(RESOLVE_HOSTNAME, _GROUP, (HOSTNAME,)),
    ),
)
