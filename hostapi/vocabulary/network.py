"""Connections to other machines, named by their URL. The lower-case type name is Rex's."""

from hostapi.vocabulary.base import (
    Action,
    ActionDeclaration,
    Attributes,
    EntityType,
    Field,
    Namespace,
    Text,
    refuse_text,
)

URL = "network::url"

GET = Action("network", "GET")
CONNECT = Action("network", "connect")


def url_attributes(url: str) -> Attributes:
    """Return the attributes of the url entity with this id."""
    return (("url", url),)


NAMESPACE = Namespace(
    name="network",
    entities=(
        EntityType(name="url", refuse=refuse_text, attributes=(Field("url", Text()),), attributes_of=url_attributes),
    ),
    groups=("NetworkAction",),
    actions=tuple(ActionDeclaration(action, ("NetworkAction",), (URL,)) for action in (GET, CONNECT)),
)
