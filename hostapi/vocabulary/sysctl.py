"""The kernel's parameters, loaded from the system's own configuration."""

from hostapi.vocabulary.base import (
    Action,
    ActionDeclaration,
    EntityType,
    Namespace,
    no_attributes,
    refuse_text,
)

SYSCTL = "sysctl::Sysctl"

LOAD = Action("sysctl", "load")

NAMESPACE = Namespace(
    name="sysctl",
    entities=(EntityType(name="Sysctl", refuse=refuse_text, attributes_of=no_attributes),),
    groups=("SysctlAction",),
    actions=(ActionDeclaration(LOAD, ("SysctlAction",), (SYSCTL,)),),
)
