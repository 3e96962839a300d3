"""The ranges of Cedar's datetime and duration literals, in milliseconds."""

import re

DAY_MS = 86_400_000

DATETIME_RANGE = (-62_167_219_200_000 - DAY_MS, 253_402_300_799_999 + DAY_MS)
"""From the year 0000 to 9999, with any offset: the years that a Cedar datetime literal can be written in."""

_DURATION = re.compile(r"(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?")
_UNITS = (DAY_MS, 3_600_000, 60_000, 1_000, 1)


def duration_ms(text: str) -> int | None:
    """Return the milliseconds of a Cedar duration literal such as `1d12h`, or None where it is none."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    total = sum(int(part) * unit for part, unit in zip(match.groups()[1:], _UNITS, strict=True) if part)
    return -total if match.group(1) else total
