"""Services, named by their unit name, and the service manager itself."""

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

SERVICE = "systemd::Service"
SYSTEMD = "systemd::Systemd"

START = Action("systemd", "start")
STOP = Action("systemd", "stop")
RESTART = Action("systemd", "restart")
STATUS = Action("systemd", "status")
DAEMON_RELOAD = Action("systemd", "daemon_reload")

_GROUP = ("SystemdAction",)


def service_attributes(name: str) -> Attributes:
    """Return the attributes of the Service with this unit name."""
    return (("name", name),)


NAMESPACE = Namespace(
    name="systemd",
    entities=(
        EntityType(
            name="Service",
            refuse=refuse_text,
            attributes=(Field("name", Text()),),
            attributes_of=service_attributes,
        ),
        EntityType(name="Systemd", refuse=refuse_text, attributes_of=no_attributes),
    ),
    groups=_GROUP,
    actions=(
        *(ActionDeclaration(action, _GROUP, (SERVICE,)) for action in (START, STOP, RESTART, STATUS)),
        ActionDeclaration(DAEMON_RELOAD, _GROUP, (SYSTEMD,)),
    ),
)
