"""Authority as a value: what the gate hands an operation once every need was allowed.

Only `hostapi.mint` makes a `Granted`, and only the gate imports that: a function that touches the system takes a grant
first, so a call without one does not type-check.
"""

from math import inf
from os import close, stat_result
from time import monotonic
from typing import Generic, NamedTuple, Protocol, TypeVar

from hostapi.errors import GrantError, RunOver
from hostapi.vocabulary.base import Action


class Entry(NamedTuple):
    """A place in the file tree, held open: what was authorized is what the descriptors name, whatever happens to the
    path.

    `fd` is an O_PATH descriptor of the entry itself, or -1; `parent_fd` one of its directory, or -1; `stat` is None
    where nothing is there. The descriptors belong to the gate, which closes them when the reply is out.
    """

    path: str
    fd: int
    parent_fd: int
    stat: stat_result | None

    @property
    def name(self) -> str:
        """What the directory calls it: nothing for `/`."""
        return self.path.rpartition("/")[2]


class Host(NamedTuple):
    """A name to resolve: lower-case ASCII, no trailing dot."""

    name: str


class OpenFile:
    """A file that a script holds open by number.

    `fd` reads and writes the bytes. `publish` is set for a whole-file write that is not yet in place.
    """

    __slots__ = ("append", "entry_path", "fd", "publish", "readable", "writable")

    def __init__(
        self,
        fd: int,
        entry_path: str,
        *,
        readable: bool,
        writable: bool,
        append: bool = False,
        publish: "Publish | None" = None,
    ) -> None:
        self.fd = fd
        self.entry_path = entry_path
        self.readable = readable
        self.writable = writable
        self.append = append
        self.publish = publish

    def close(self) -> None:
        """Release the descriptor; a whole-file write that was not committed is forgotten. Raises OSError, closed all
        the same.
        """
        if self.publish is not None:
            self.publish.discard()
        fd, self.fd = self.fd, -1
        if fd >= 0:
            close(fd)


class Spent(NamedTuple):
    """A descriptor that an operation has done with, in place of something to hold: its number is -1. The gate closes it
    once the reply is out, which need not wait for that.
    """

    fd: int


class Sequel:
    """Something that comes in several replies: a listing, a text. A number for it is spent by going on, and the reply
    has the next."""

    __slots__ = ()

    def reply(self) -> list[object]:
        """Return [itself or -1 when that was all, what comes next]. Raises OSError; it is then closed."""
        raise NotImplementedError

    def close(self) -> None:
        """Release it. Never raises."""
        raise NotImplementedError


class Publish(Protocol):
    """A whole-file write in progress: it becomes the file at once, or not at all."""

    def commit(self) -> None:
        """Make what was written the file. Raises OSError; the old file then stands."""

    def discard(self) -> None:
        """Forget what was written. Never raises."""


class Held(Protocol):
    """Something a script holds by number and that must be closed."""

    def close(self) -> None:
        """Release it. Never raises."""


class Deadline:
    """When the run ends at the latest, `until`, by `time.monotonic`. What may take long looks at it now and then: its
    worker is gone by then, and nobody waits for the answer."""

    __slots__ = ("until",)

    def __init__(self) -> None:
        """Never, until the run has begun."""
        self.until = inf

    def check(self) -> None:
        """Raise RunOver once the run is over.

        Not: an OSError. It would reach the script where the worker happens to be killed a little later.
        """
        if monotonic() > self.until:
            raise RunOver("the run is over")


class Meter(Protocol):
    """Counts the bytes that a run writes."""

    def spend(self, count: int) -> None:
        """Take `count` bytes from the budget before they are written. Raises LimitReached, RunOver."""


class Room(Protocol):
    """A buffer for bytes that go to the worker, used anew by every operation."""

    @property
    def view(self) -> memoryview:
        """The buffer, 1 MiB."""


T_co = TypeVar("T_co", covariant=True)


class Granted(NamedTuple, Generic[T_co]):
    """`value`, for the actions that were allowed on it."""

    value: T_co
    actions: frozenset[Action]

    def need(self, action: Action) -> T_co:
        """Return the value, for `action`. Raises GrantError when that was not what was granted."""
        if action not in self.actions:
            held = ", ".join(sorted(allowed.name for allowed in self.actions)) or "nothing"
            raise GrantError(f"a grant of {held} was used for {action.name}")
        return self.value
