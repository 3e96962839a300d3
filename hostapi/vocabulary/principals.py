"""Who asks: `User`, in groups that an entities file declares. Without a namespace, as in Rex.

The types of what every request holds are here too, so that every namespace knows them by their bare names.
"""

from hostapi.vocabulary.base import EntityType, Namespace, no_attributes, refuse_text
from hostapi.vocabulary.request import ARGUMENTS, REQUEST, RUN, USAGE

USER = "User"
GROUP = "Group"

NAMESPACE = Namespace(
    name="",
    entities=(
        EntityType(name=GROUP, refuse=refuse_text, parents=(GROUP,), attributes_of=no_attributes),
        EntityType(name=USER, refuse=refuse_text, parents=(GROUP,), attributes_of=no_attributes),
        ARGUMENTS,
    ),
    types=(RUN, USAGE, REQUEST),
)
