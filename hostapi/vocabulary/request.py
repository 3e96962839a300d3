"""What the context of every request holds, whatever the action: the run, the time, what the run has used.

The broker takes all of it from its own records; a script says none of it.
"""

from hostapi.vocabulary.base import (
    EntityType,
    Field,
    Moment,
    Number,
    Record,
    Ref,
    SetOf,
    Text,
    refuse_text,
)

RUN_ARGUMENTS = "RunArguments"

LARGEST_COUNT = (1 << 53) - 1
"""No limit of a run is larger, so neither is what it counts."""

LATEST_MS = 253_402_300_799_000
"""The last second of the year 9999, beyond which a Cedar datetime cannot be written."""

ARGUMENTS = EntityType(
    name=RUN_ARGUMENTS,
    refuse=refuse_text,
    attributes=(Field("names", SetOf(Text())), Field("words", SetOf(Text()))),
    tags=Text(),
)
"""What the caller gave the script: each named argument as a tag, their names, and the words of its command line."""

RUN = Record(
    (
        Field("id", Text()),
        Field("script_sha256", Text()),
        Field("cwd", Text()),
        Field("args", Ref(RUN_ARGUMENTS)),
    ),
    "Run",
)
USAGE = Record((Field("calls", Number(0, LARGEST_COUNT)), Field("bytes_written", Number(0, LARGEST_COUNT))), "Usage")

EVERY_REQUEST = (Field("run", RUN), Field("time", Moment(0, LATEST_MS)), Field("usage", USAGE))
REQUEST = Record(EVERY_REQUEST, "Request")

FACTS = frozenset(field.name for field in EVERY_REQUEST)
"""The names that no action may give to a field of its own."""
