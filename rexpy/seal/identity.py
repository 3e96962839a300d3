"""Who the worker is to the kernel: an unused ordinary user without a capability, closed to its neighbours."""

import errno
import os
import struct

from rexpy.seal.report import MechanismReport, SealError, full
from rexpy.seal.syscalls import (
    PR_CAP_AMBIENT,
    PR_CAP_AMBIENT_CLEAR_ALL,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_SECUREBITS,
    call,
    die_with_parent,
    prctl,
)

# A run's own user: this plus the launcher's process id. Above every range that systemd's UIDS-GIDS page
# gives to users and containers, below the sign bit; process ids stay under 2**22, so two live runs never
# share one.
_FIRST_RUN_ID = 0x7000_0000
# Where such ids do not exist (a user namespace that maps 65536 of them): nobody.
_NOBODY = 65534
# noroot, no_cap_ambient_raise and keep_caps off, each with its lock (linux/securebits.h); setuid's fix-up
# stays on and is locked on, for the drop below relies on it.
_SECUREBITS = (1 << 0) | (1 << 1) | (1 << 3) | (1 << 5) | (1 << 6) | (1 << 7)
_LAST_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x20080522


def drop(run: int) -> MechanismReport:
    """Give up root and every capability, for good.

    *run* is a number that no other live run has (the launcher's process id). Raises OSError or SealError; an
    ordinary user keeps its id and loses what capabilities it has.
    """
    bounded = _drop_bounding_set()
    detail = "an ordinary user already"
    if 0 in os.getresuid():
        identity = _become_unprivileged(run)
        detail = f"root dropped, user {identity}"
    clear_capabilities()
    close_to_neighbours()
    return full("identity", f"{detail}; no capability" + (", bounding set empty" if bounded else ""))


def clear_capabilities() -> None:
    """Empty every capability set of this process and prove it. Raises OSError or SealError."""
    _drop_bounding_set()
    try:
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    except OSError as error:
        if error.errno != errno.EINVAL:  # before Linux 4.3 there is no ambient set
            raise
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    call("capset", header, bytes(24))
    # capget writes into its buffer: a fresh mutable one.
    sets = bytearray(b"\xff" * 24)
    _capget(header, sets)
    if any(sets):
        raise SealError("identity", "capabilities are left after dropping them")


def close_to_neighbours() -> None:
    """Forbid ptrace and core dumps by processes of the same user, and end with the launcher."""
    prctl(PR_SET_DUMPABLE, 0)
    die_with_parent()


def _become_unprivileged(run: int) -> int:
    os.setgroups([])
    for identity in (_FIRST_RUN_ID + run, _NOBODY):
        try:
            os.setresgid(identity, identity, identity)
        except OSError as error:
            if error.errno != errno.EINVAL or identity == _NOBODY:
                raise
            continue
        os.setresuid(identity, identity, identity)
        if os.getresuid() != (identity,) * 3 or os.getresgid() != (identity,) * 3 or os.getgroups():
            raise SealError("identity", "the user id did not change")
        return identity
    raise SealError("identity", "no unprivileged user id exists here")


def _drop_bounding_set() -> bool:
    """Empty the bounding set and lock the secure bits; False without the right (no_new_privs covers it)."""
    try:
        for capability in range(_LAST_CAPABILITY + 1):
            prctl(PR_CAPBSET_DROP, capability)
    except OSError as error:
        if error.errno == errno.EPERM:
            return False
        if error.errno != errno.EINVAL:  # past the last one that this kernel has
            raise
    prctl(PR_SET_SECUREBITS, _SECUREBITS)
    return True


def _capget(header: bytes, sets: bytearray) -> None:
    import ctypes

    buffer = (ctypes.c_char * len(sets)).from_buffer(sets)
    call("capget", header, buffer)
