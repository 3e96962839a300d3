"""Numbers as the system calls take them: what does not fit is CPython's OverflowError, raised here.

Invariant: no integer beyond 64 bits is sent. The broker takes one for a breach, which would end a script's run for a
mistake of its own.
"""

from __future__ import annotations

from operator import index
from typing import Final, SupportsIndex

_INT_MAX: Final = (1 << 31) - 1
_LONG_MAX: Final = (1 << 63) - 1
_ID_MAX: Final = (1 << 32) - 1
"""uid_t and gid_t have 32 bits; the largest stands for -1, which keeps the old one."""


def c_int(value: SupportsIndex) -> int:
    """Return *value* as a C int. Raises TypeError, OverflowError."""
    number = int(index(value))
    if not -_INT_MAX <= number + 1 <= _INT_MAX + 1:
        raise OverflowError("Python int too large to convert to C int")
    return number


def c_long(value: SupportsIndex) -> int:
    """Return *value* as a C long, which sizes and offsets are. Raises TypeError, OverflowError."""
    if type(value) is int and -_LONG_MAX <= value <= _LONG_MAX:
        return value
    number = int(index(value))
    if not -_LONG_MAX <= number + 1 <= _LONG_MAX + 1:
        raise OverflowError("Python int too large to convert to C long")
    return number


def account(value: SupportsIndex, kind: str) -> int:
    """Return *value* as a uid or gid, whichever *kind* says; -1 stays. Raises TypeError, OverflowError."""
    try:
        number = int(index(value))
    except TypeError:
        raise TypeError(f"{kind} should be integer, not {type(value).__name__}") from None
    if not -1 <= number <= _ID_MAX:
        # CPython says "less" of everything that a C long holds and an id does not.
        raise OverflowError(f"{kind} is {'greater than maximum' if number > _LONG_MAX else 'less than minimum'}")
    return number


def nanoseconds(seconds: SupportsIndex | float) -> int:
    """Return a time given in seconds, whole or not, in nanoseconds. Raises TypeError, ValueError, OverflowError."""
    if not isinstance(seconds, float):
        return time_ns(index(seconds) * 1_000_000_000)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    try:
        whole, rest = divmod(seconds, 1)
        return time_ns(int(whole) * 1_000_000_000 + int(rest * 1e9))
    except (ValueError, OverflowError):  # the divmod of an infinity is NaN
        raise OverflowError("timestamp out of range for platform time_t") from None


def time_ns(value: SupportsIndex) -> int:
    """Return a time in nanoseconds that 64 bits hold: until the year 2262. Raises TypeError, OverflowError."""
    number = int(index(value))
    if not -_LONG_MAX <= number + 1 <= _LONG_MAX + 1:
        raise OverflowError("timestamp out of range for platform time_t")
    return number
