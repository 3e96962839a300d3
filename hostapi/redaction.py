"""The dictionary of what may be shown of a file that a script may read redacted only.

A line is shown where some template (`hostapi.template`) explains all of it, and is `[REDACTED]` otherwise. Templates
are the owner's; lines are anybody's. So what one line may cost is bounded, however many templates there are, and a
line that would cost more is redacted.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    # Not: an import that every run would wait for.
    from hostapi.template import Template

REDACTED = b"[REDACTED]"

MAX_LINE = 64 * 1024
"""Bytes of a line that is looked at; a longer one is redacted unseen, so that memory is bounded."""

MAX_COST = 125_000_000
"""What comparing a line with one shelf may cost, in nanoseconds by `Template.cost`; a line looks at two. The run's
deadline is looked at between two lines."""

FEW = 16
"""Templates of a shelf that are compared with every line; of more, those that have a few bytes in common with it."""

_Format = Literal["I", "H", "B"]
_FORMATS: dict[int, _Format] = {4: "I", 2: "H", 1: "B"}
"""Sizes of what templates are filed under, and how `memoryview` calls numbers of that size."""


class Dictionary:
    """The templates of one run; none explains nothing, and then every line is redacted.

    A line is compared with the templates that begin as it does, and with those that begin with a conversion.
    """

    __slots__ = ("_anywhere", "_by_first")

    def __init__(self, templates: Iterable["Template"] = ()) -> None:
        anywhere: list[Template] = []
        by_first: dict[int, list[Template]] = {}
        for template in templates:
            first = template.first
            (anywhere if first is None else by_first.setdefault(first, [])).append(template)
        self._anywhere = _Shelf(anywhere)
        self._by_first = {first: _Shelf(several) for first, several in by_first.items()}

    def shown(self, line: bytes) -> bytes:
        """Return what is shown of *line*, which has no end: itself, or the marker. An empty line tells nothing."""
        text = line.removesuffix(b"\r")
        if not text:
            return line
        if len(text) <= MAX_LINE:
            shelf = self._by_first.get(text[0])
            if (shelf is not None and shelf.explains(text)) or self._anywhere.explains(text):
                return line
        return REDACTED


class _Shelf:
    """Some templates. Of many, each is filed under some bytes of its fixed text, four where there are so many in a row:
    those that the fewest others are filed under. A line is compared with those that are filed under bytes of its own.
    """

    __slots__ = ("_every", "_filed", "_short")

    def __init__(self, templates: Sequence["Template"]) -> None:
        self._every = tuple(templates) if len(templates) <= FEW else ()
        # A line so short costs less than it may, whatever is in it.
        cost = sum(template.cost for template in self._every)
        self._short = (MAX_COST - sum(template.COST for template in self._every)) // max(cost, 1)
        self._filed: dict[int, dict[int, list[Template]]] = {}
        for template in templates[len(self._every) :]:
            longest = max(map(len, template.literals))
            size = next(size for size in _FORMATS if size <= longest)
            file = self._filed.setdefault(size, {})
            grams = set().union(*(_grams(text, size) for text in template.literals))
            under = min(grams, key=lambda gram: len(file.get(gram, ())))
            file.setdefault(under, []).append(template)

    def explains(self, line: bytes) -> bool:
        """Return whether some template explains *line*, as far as could be found out for what it may cost."""
        if len(line) <= self._short:
            for template in self._every:
                if template.explains(line):
                    return True
            if not self._filed:
                return False
        cost = 0
        for template in self._every or self._candidates(line):
            cost += template.COST + template.cost * len(line)
            if cost > MAX_COST:
                break
            if template.explains(line):
                return True
        return False

    def _candidates(self, line: bytes) -> Iterator["Template"]:
        for size, file in self._filed.items():
            for gram in file.keys() & _grams(line, size):
                yield from file[gram]


def _grams(text: bytes, size: int) -> set[int]:
    """Return every *size* bytes that stand together in *text*, each as a number."""
    found: set[int] = set()
    view = memoryview(text)
    for start in range(min(size, len(text) - size + 1)):
        end = start + (len(text) - start) // size * size
        found.update(view[start:end].cast(_FORMATS[size]))
    return found
