"""What an operation may take from the run besides its arguments, told apart by the parameter's type."""

from typing import Any, NamedTuple

from hostapi.grant import Deadline, Meter, Room
from hostapi.redaction import Dictionary
from hostapi.unchecked.resolver import Servers

NOTHING_EXPLAINED = Dictionary()


class Services(NamedTuple):
    """The services of one run."""

    meter: Meter
    servers: Servers
    room: Room
    deadline: Deadline
    dictionary: Dictionary = NOTHING_EXPLAINED


SERVICES: dict[Any, str] = {
    Meter: "meter", Servers: "servers", Room: "room", Deadline: "deadline", Dictionary: "dictionary",
}  # fmt: skip
"""Parameter type to the field of `Services` that is passed."""
