"""Who asks: `User`, in groups that an entities file declares. Without a namespace, as in Rex."""

from hostapi.vocabulary.base import EntityType, Namespace, no_attributes, refuse_text

USER = "User"
GROUP = "Group"

NAMESPACE = Namespace(
    name="",
    entities=(
        EntityType(name=GROUP, refuse=refuse_text, parents=(GROUP,), attributes_of=no_attributes),
        EntityType(name=USER, refuse=refuse_text, parents=(GROUP,), attributes_of=no_attributes),
    ),
)
