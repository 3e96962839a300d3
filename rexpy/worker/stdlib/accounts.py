"""`pwd` and `grp`: the accounts of the host, as `/etc/passwd` and `/etc/group` have them, read as any file is.

# Not: the C library. It asks name services over sockets; and who is on the host is for the policy to tell.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator
from typing import Any, Final

from rexpy.worker.stdlib import opening

ACCOUNTS: Final = "/etc/passwd"
GROUPS: Final = "/etc/group"

_Passwd = namedtuple("_Passwd", "pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell")
_Group = namedtuple("_Group", "gr_name gr_passwd gr_gid gr_mem")


def _shown(module: str) -> Callable[[Any], str]:
    def show(self: Any) -> str:
        pairs = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{module}.{type(self).__name__}({pairs})"

    return show


class struct_passwd(_Passwd):
    """One account."""

    __slots__ = ()
    __repr__ = _shown("pwd")


class struct_group(_Group):
    """One group."""

    __slots__ = ()
    __repr__ = _shown("grp")


struct_passwd.__module__, struct_group.__module__ = "pwd", "grp"


def _entries(path: str, fields: int) -> Iterator[list[str]]:
    with opening.open(path, errors="surrogateescape") as file:
        for line in file:
            parts = line.rstrip("\n").split(":")
            # What NIS adds begins with a sign, and is no account by itself.
            if len(parts) == fields and parts[0][:1] not in ("", "#", "+", "-"):
                yield parts


def getpwall() -> list[struct_passwd]:
    """Return every account. Raises OSError where the file cannot be read, PermissionError where it may not."""
    found = []
    for name, word, uid, gid, gecos, home, shell in _entries(ACCOUNTS, 7):
        if uid.isdecimal() and gid.isdecimal():
            found.append(struct_passwd(name, word, int(uid), int(gid), gecos, home, shell))
    return found


def getpwnam(name: str, /) -> struct_passwd:
    """Return the account called *name*. Raises KeyError."""
    if not isinstance(name, str):
        raise TypeError(f"getpwnam() argument must be str, not {type(name).__name__}")
    for entry in getpwall():
        if entry.pw_name == name:
            return entry
    raise KeyError(f"getpwnam(): name not found: {name!r}")


def getpwuid(uid: int, /) -> struct_passwd:
    """Return the account with the number *uid*. Raises KeyError."""
    number = _number(uid)
    for entry in getpwall():
        if entry.pw_uid == number:
            return entry
    raise KeyError(f"getpwuid(): uid not found: {number}")


def getgrall() -> list[struct_group]:
    """Return every group. Raises OSError where the file cannot be read, PermissionError where it may not."""
    found = []
    for name, word, gid, members in _entries(GROUPS, 4):
        if gid.isdecimal():
            found.append(struct_group(name, word, int(gid), [member for member in members.split(",") if member]))
    return found


def getgrnam(name: str) -> struct_group:
    """Return the group called *name*. Raises KeyError."""
    if not isinstance(name, str):
        raise TypeError(f"getgrnam() argument must be str, not {type(name).__name__}")
    for entry in getgrall():
        if entry.gr_name == name:
            return entry
    raise KeyError(f"getgrnam(): name not found: {name!r}")


def getgrgid(id: int) -> struct_group:
    """Return the group with the number *id*. Raises KeyError."""
    number = _number(id)
    for entry in getgrall():
        if entry.gr_gid == number:
            return entry
    raise KeyError(f"getgrgid(): gid not found: {number}")


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"an id should be integer, not {type(value).__name__}")
    return int(value)


for _function in (getpwall, getpwnam, getpwuid):
    _function.__module__ = "pwd"
for _function in (getgrall, getgrnam, getgrgid):  # type: ignore[assignment]
    _function.__module__ = "grp"
