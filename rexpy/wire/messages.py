"""The messages: a closed list.

A header is a JSON array whose first field is the kind; or, for the three messages of an operation, packed
(`rexpy.wire.packed`), with the kind as its first byte.

| kind | sender | header after the kind | blob |
| --- | --- | --- | --- |
| HELLO | worker | protocol version, seal report | none |
| RUN | broker | what the run is given: a JSON object | the script's source, UTF-8 |
| CALL | worker | packed: operation number, sequence number, script line, arguments | the bytes argument, if the
operation has one |
| CAST | worker | packed: operation number, 0, script line, arguments | none |
| REPLY | broker | packed: sequence number, status, where the bytes field is, fields | the bytes field, if it crosses
the wire |
| OUTPUT | worker | stream (1 or 2) | UTF-8 text |
| LOG | worker | level, script line | UTF-8 text |
| DONE | worker | none | the outcome as JSON |
| FETCH | worker | sequence number, what, a number, a name | none |
| METRIC | worker | script line, name, value, unit, dimensions as one list of keys and values | none |
| ALARM | worker | script line, type | UTF-8 text |

A FETCH asks for what the owner of the run gave to the script, or for what the library needs: a piece of standard
input, the source of a module of the owner's, a time zone's data, a module of the standard library. It is answered by
a REPLY as a CALL is; no policy is asked, for nothing of it is chosen by the script but the name.
"""

from enum import IntEnum
from typing import Any, NamedTuple


class Kind(IntEnum):
    """The first field of a header."""

    HELLO = 1
    RUN = 2
    CALL = 3
    CAST = 4
    REPLY = 5
    OUTPUT = 6
    LOG = 7
    DONE = 8
    FETCH = 9
    METRIC = 10
    ALARM = 11


class Status:
    """The words that a reply may begin with. An error crosses as a word of this list, never as a class name."""

    OK = 0
    OS_ERROR = 1
    """Fields: errno, text, filename or None, second filename or None."""
    DENIED = 2
    """Fields: text, filename, action, resource, effect, policies, advice or None."""
    LIMIT = 3
    """Fields: errno, text, filename or None, limit name, limit value."""


class Hello(NamedTuple):
    """The worker is sealed and ready; `report` is what `SealReport.to_wire` gave."""

    version: int
    report: list[Any]


class Run(NamedTuple):
    """The script and what it is given."""

    spec: dict[str, Any]
    source: bytes


class Call(NamedTuple):
    """One operation, to be answered by exactly one Reply with the same sequence number."""

    sequence: int
    operation: int
    line: int
    arguments: list[Any]
    blob: bytes


class Cast(NamedTuple):
    """One operation that is not answered."""

    operation: int
    line: int
    arguments: list[Any]


class Reply(NamedTuple):
    """The answer to a Call; `fields` are scalars and lists, `blob` the bytes field or None where there is none."""

    sequence: int
    status: int
    fields: list[Any]
    blob: bytes | memoryview | None
    shared: int = -1
    """How many bytes were put into the shared memory instead; -1 where none were."""


class Output(NamedTuple):
    """Text that the script wrote: stream 1 is its standard output, 2 its standard error."""

    stream: int
    text: bytes


class Log(NamedTuple):
    """A record of the script's logging or warnings."""

    level: str
    line: int
    text: bytes


class Done(NamedTuple):
    """The script has ended; `outcome` is JSON that the worker computed and the broker checks."""

    outcome: bytes


class Fetch(NamedTuple):
    """A question for what the run was given; answered by exactly one Reply with the same sequence number."""

    sequence: int
    what: str
    """A word of `FETCHED`."""
    number: int
    name: str


class Metric(NamedTuple):
    """A measurement that the script publishes."""

    line: int
    name: str
    value: float
    unit: str
    dimensions: dict[str, str]


class Alarm(NamedTuple):
    """Something that the script wants somebody to look at."""

    line: int
    kind: str
    text: bytes


FETCHED = frozenset({"stdin", "module", "library", "zone", "zones"})
"""What a FETCH may ask for."""

UNITS = frozenset({"UNDEFINED", "COUNT", "TIME", "MEGABYTES", "PERCENT"})
"""The units of metrics, Rex's. TIME is in nanoseconds."""

Event = Hello | Run | Call | Cast | Reply | Output | Log | Done | Fetch | Metric | Alarm
