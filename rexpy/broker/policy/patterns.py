"""Cedar's `like`, for knowing which paths some policy tells apart; Cedar itself decides."""

from __future__ import annotations

from typing import Any, NamedTuple


class Pattern(NamedTuple):
    """A pattern as the texts between its wildcards: `/a/*.log` is `("/a/", ".log")`; without one it is a text."""

    segments: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return whether *text* is like the pattern.

        Threat: the text is the script's. Each segment is looked for once, from where the one before ended, so the time
        is that of a few searches; a regular expression would go back and forth.
        """
        first, *middle = self.segments
        if not middle:
            return text == first
        last = middle.pop()
        position, end = len(first), len(text) - len(last)
        if position > end or not text.startswith(first) or not text.endswith(last):
            return False
        for segment in middle:
            position = text.find(segment, position, end)
            if position < 0:
                return False
            position += len(segment)
        return True


def pattern_of(elements: list[Any]) -> Pattern:
    """Return the pattern in Cedar's JSON form: a list of `"Wildcard"` and `{"Literal": text}`."""
    segments = [""]
    for element in elements:
        if element == "Wildcard":
            segments.append("")
        else:
            segments[-1] += element["Literal"]
    return Pattern(tuple(segments))
