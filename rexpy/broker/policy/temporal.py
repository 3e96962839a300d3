"""The ranges of Cedar's datetime and duration literals, in milliseconds."""

import re

DAY_MS = 86_400_000

DATETIME_RANGE = (-62_167_219_200_000 - DAY_MS, 253_402_300_799_999 + DAY_MS)
"""From the year 0000 to 9999, with any offset: the years that a Cedar datetime literal can be written in."""

_DATETIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?:Z|([+-])(\d\d)(\d\d)))?", re.ASCII
)
_DURATION = re.compile(r"(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?")
_UNITS = (DAY_MS, 3_600_000, 60_000, 1_000, 1)


def duration_ms(text: str) -> int | None:
    """Return the milliseconds of a Cedar duration literal such as `1d12h`, or None where it is none."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    total = sum(int(part) * unit for part, unit in zip(match.groups()[1:], _UNITS, strict=True) if part)
    return -total if match.group(1) else total


def datetime_ms(text: str) -> int | None:
    """Return the milliseconds since 1970 of a Cedar datetime literal, or None where it has no such form.

    Cedar itself has looked at whether there is such a day.
    """
    match = _DATETIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, milli = (int(part or 0) for part in match.groups()[:7])
    sign, *offset = match.groups()[7:]
    minutes = int(offset[0]) * 60 + int(offset[1]) if sign else 0
    seconds = (hour * 60 + minute - (-minutes if sign == "-" else minutes)) * 60 + second
    return _days(year, month, day) * DAY_MS + seconds * 1000 + milli


def _days(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01 in the proleptic Gregorian calendar, for years from 0 on."""
    # Counted in years that begin in March, so that a leap day ends one.
    year -= month < 3
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + of_year - 719_468
