"""Landlock with no rule at all: whatever the kernel can mediate is denied."""

import errno
import os
import struct

from rexpy.seal.report import Enforcement, MechanismReport, SealError, absent, full
from rexpy.seal.syscalls import call

_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
# Highest access right of the file system in each ABI (linux/landlock.h): execute to make_sym, refer,
# truncate, nothing new, ioctl_dev.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_BITS_ABI_5 = 16
_NET_BITS = 2  # bind_tcp, connect_tcp: ABI 4
_SCOPE_BITS = 2  # abstract unix sockets, signals: ABI 6
_KNOWN_ABI = 7
# How many rights a newer kernel may have added to each word before this is read as nonsense.
_UNKNOWN_BITS = 8


def abi_version() -> int:
    """Return the kernel's Landlock ABI. Raises OSError: ENOSYS not built in, EOPNOTSUPP switched off."""
    return call("landlock_create_ruleset", None, 0, _VERSION)


def restrict() -> MechanismReport:
    """Deny this process everything that Landlock can mediate.

    A kernel without Landlock is reported as none. Raises OSError where it is there and fails. Needs
    no_new_privs.
    """
    try:
        version = abi_version()
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
            return absent(["landlock"], f"this kernel does not offer it: {error.strerror}")[0]
        raise
    ruleset = _ruleset(version)
    try:
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    _prove()
    if version >= 6:
        return full("landlock", f"ABI {version}: files, TCP, signals, abstract sockets; no rule")
    covered = "files, TCP" if version >= 4 else "files"
    return MechanismReport("landlock", Enforcement.PARTIAL, f"ABI {version} covers {covered} only; no rule")


def _prove() -> None:
    """Try what must be denied now. Raises SealError when it is not."""
    try:
        os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY))
    except PermissionError:
        return
    raise SealError("landlock", "in force by its own account, but a directory could be opened")


def _ruleset(version: int) -> int:
    words = [
        (1 << _FILE_BITS.get(version, _FILE_BITS_ABI_5)) - 1,
        (1 << _NET_BITS) - 1 if version >= 4 else 0,
        (1 << _SCOPE_BITS) - 1 if version >= 6 else 0,
    ]
    size = 8 if version < 4 else 16 if version < 6 else 24
    if version > _KNOWN_ABI:
        words = _with_unknown_rights(words)
    return call("landlock_create_ruleset", struct.pack("=3Q", *words)[:size], size, 0)


def _with_unknown_rights(words: list[int]) -> list[int]:
    """Return *words* with a newer kernel's rights added: with no rule, handling one can only deny more."""
    for at in range(len(words)):
        for _ in range(_UNKNOWN_BITS):
            trial = list(words)
            trial[at] = (words[at] << 1) | 1
            try:
                os.close(call("landlock_create_ruleset", struct.pack("=3Q", *trial), 24, 0))
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                break
            words = trial
    return words
