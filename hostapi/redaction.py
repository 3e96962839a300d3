"""The dictionary of what may be shown of a file that a script may read redacted only.

A line is shown where some template (`hostapi.template`) explains all of it, and is `[REDACTED]` otherwise. Templates
are the owner's; lines are anybody's. So what one line may cost is bounded, however many templates there are, and a
line that would cost more is redacted.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    # Not: an import that every run would wait for.
    from hostapi.template import Template

REDACTED = b"[REDACTED]"

MAX_LINE = 64 * 1024
"""Bytes of a line that is looked at; a longer one is redacted unseen, so that memory is bounded."""

MAX_COST = 250_000_000
"""What one line may cost, in nanoseconds by `Template.cost`: the run's deadline is looked at between two lines."""

FEW = 16
"""Templates that are compared with every line; of more, those are that have a few bytes in common with it."""

_Format = Literal["I", "H", "B"]
_FORMATS: dict[int, _Format] = {4: "I", 2: "H", 1: "B"}
"""Sizes of what templates are filed under, and how `memoryview` calls numbers of that size."""


class Dictionary:
    """The templates of one run; none explains nothing, and then every line is redacted.

    Of many templates each is filed under some bytes of its fixed text, four where there are so many in a row: those
    that the fewest others are filed under. A line is compared with the templates that are filed under bytes of its own.
    """

    __slots__ = ("_every", "_filed")

    def __init__(self, templates: Iterable["Template"] = ()) -> None:
        every = tuple(templates)
        self._every = every if len(every) <= FEW else ()
        self._filed: dict[int, dict[int, list[Template]]] = {}
        for template in every[len(self._every) :]:
            longest = max(map(len, template.literals))
            size = next(size for size in _FORMATS if size <= longest)
            file = self._filed.setdefault(size, {})
            grams = set().union(*(_grams(text, size) for text in template.literals))
            under = min(grams, key=lambda gram: len(file.get(gram, ())))
            file.setdefault(under, []).append(template)

    def shown(self, line: bytes) -> bytes:
        """Return what is shown of *line*, which has no end: itself, or the marker. An empty line tells nothing."""
        text = line.removesuffix(b"\r")
        if not text:
            return line
        if len(text) <= MAX_LINE:
            cost = 0
            for template in self._every or self._candidates(text):
                cost += template.cost(text)
                if cost > MAX_COST:
                    break
                if template.explains(text):
                    return line
        return REDACTED

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
