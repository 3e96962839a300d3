"""New namespaces: made by the launcher before the fork, where the host allows them.

An ordinary user gets them through a user namespace, all in one call. Root makes them with its own rights and
leaves the user namespace to the worker, which makes it after it stopped being root.
"""

import errno
import os

from rexpy.seal.options import SealOptions
from rexpy.seal.report import Enforcement, MechanismReport, SealError, absent, full, waived
from rexpy.seal.syscalls import ABI, call

NAMES = ("user_namespace", "network_namespace", "ipc_namespace", "pid_namespace", "mount_namespace")
_USER = 0x10000000
_UTS = 0x04000000
# linux/sched.h. The host's own name goes with the IPC objects: it is one more thing to see, and free.
_FLAGS = {
    "network_namespace": 0x40000000,
    "ipc_namespace": 0x08000000 | _UTS,
    "pid_namespace": 0x20000000,
    "mount_namespace": 0x00020000,
}
_DETAIL = {
    "user_namespace": "own, no user mapped",
    "network_namespace": "own, no interface up",
    "ipc_namespace": "own, with its own host name",
    "pid_namespace": "own, the worker is process 1",
    "mount_namespace": "own",
}
# The host has none, forbids it, or its quota is used up: reported, not fatal.
_UNAVAILABLE = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EINVAL, errno.ENOSPC, errno.EUSERS)
_HOST_NAME = b"rexpy"

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_MOVE, _MS_REC, _MS_PRIVATE = (
    1,
    2,
    4,
    8,
    8192,
    16384,
    1 << 18,
)
_MNT_DETACH = 2


def enter(options: SealOptions) -> list[MechanismReport]:
    """Enter what the host allows and *options* does not waive; one report each, in the order of NAMES.

    Raises SealError for a failure that does not mean "not here". Root's user namespace is left to enter_user.
    """
    if ABI is None:
        return absent(NAMES, "this system is not Linux on x86-64 or aarch64")
    reports = {name: waived(name) for name in NAMES if name in options.waive}
    wanted = [name for name in NAMES if name not in reports]
    if os.geteuid() == 0 and "user_namespace" in wanted:
        wanted.remove("user_namespace")
        reports["user_namespace"] = absent(["user_namespace"], "not made yet")[0]
    reports.update({each.mechanism: each for each in _enter(wanted)})
    if reports["ipc_namespace"].enforcement is Enforcement.FULL:
        call("sethostname", _HOST_NAME, len(_HOST_NAME))
    return [reports[name] for name in NAMES]


def enter_user() -> MechanismReport:
    """Enter a user namespace of its own after root was given up: whatever is left has no say outside it."""
    return _enter(["user_namespace"])[0]


def _enter(wanted: list[str]) -> list[MechanismReport]:
    if not wanted or _unshare(wanted) is None:
        return [full(name, _DETAIL[name]) for name in wanted]
    # Together they were refused; the user namespace comes first, the others may need it.
    reasons = {name: _unshare([name]) for name in wanted}
    return [
        full(name, _DETAIL[name]) if reason is None else absent([name], f"the host does not allow it: {reason}")[0]
        for name, reason in reasons.items()
    ]


def _unshare(names: list[str]) -> str | None:
    flags = 0
    for name in names:
        flags |= _USER if name == "user_namespace" else _FLAGS[name]
    try:
        call("unshare", flags)
    except OSError as error:
        if error.errno not in _UNAVAILABLE:
            raise SealError(names[0], f"unshare: {error.strerror}") from error
        return error.strerror
    return None


def empty_root() -> MechanismReport:
    """Replace this process's whole file tree by an empty read-only directory.

    For the worker, in its own mount namespace, after the imports. Raises SealError where a step fails after
    the host let the first one happen. What is mapped or open stays so.
    """
    # A directory that is sure to exist; the mount over it is seen by this namespace only.
    over = os.path.dirname(os.path.abspath(__file__)).encode()
    flags = _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    try:
        # Threat: on a shared tree the next mount would appear on the host.
        call("mount", b"none", b"/", None, _MS_REC | _MS_PRIVATE, None)
        call("mount", b"none", over, b"tmpfs", flags, b"size=4k,nr_inodes=2,mode=555")
    except OSError as error:
        if error.errno not in _UNAVAILABLE:
            raise SealError("mount_namespace", f"mount: {error.strerror}") from error
        detail = f"own, but the tree could not be emptied: {error.strerror}"
        return MechanismReport("mount_namespace", Enforcement.PARTIAL, detail)
    try:
        os.chdir(over)
        partial = _change_root()
        os.chdir("/")
        left = os.listdir("/")
    except OSError as error:
        raise SealError("mount_namespace", f"changing the root: {error.strerror}") from error
    if left:
        raise SealError("mount_namespace", "the new root is not empty")
    if partial:
        return MechanismReport("mount_namespace", Enforcement.PARTIAL, "own, empty root by chroot only")
    return full("mount_namespace", "own, the root is an empty read-only directory")


def _change_root() -> bool:
    """Make the working directory the root; True where only chroot could (the root is the boot image's)."""
    try:
        call("pivot_root", b".", b".")
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        call("mount", b".", b"/", None, _MS_MOVE, None)
        os.chroot(".")
        return True
    # The old root is stacked on the new one now, and "." names it.
    call("umount2", b".", _MNT_DETACH)
    return False
