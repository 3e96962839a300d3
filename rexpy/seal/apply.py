"""The seal, step by step. Read this first.

    1  descriptors      the wire, /dev/null, nothing else
    2  rlimits          memory beyond what the imports took, processor time, no files, no processes
    3  mount namespace  the file tree becomes an empty directory
    4  identity         not root, no capability, not traceable, dies with the launcher
    5  user namespace   root's, made after root is gone
    6  no_new_privs     nothing that is executed gains a right
    7  Landlock         no file, no TCP, no signal, by the kernel's own access rules
    8  seccomp          the allow-list, last, because the steps before need calls that it forbids

After step 8 the broker holds the seccomp listener and the control channel is closed: the wire is all there
is.
"""

import os
import sys
from collections.abc import Callable, Sequence

from rexpy.seal import descriptors, identity, landlock, namespaces, rlimits, seccomp
from rexpy.seal.control import LISTENER, Control
from rexpy.seal.options import MECHANISMS, SealOptions
from rexpy.seal.report import Enforcement, MechanismReport, SealError, SealReport, absent, full, waived
from rexpy.seal.syscalls import PR_GET_NO_NEW_PRIVS, PR_SET_NO_NEW_PRIVS, prctl

_SINCE = "this system is not Linux on x86-64 or aarch64"


def apply(options: SealOptions, *, control: Control, entered: Sequence[MechanismReport], run: int) -> SealReport:
    """Seal this process for good and return what every mechanism gave.

    *entered* is what the launcher's namespaces.enter returned, *run* its process id. The process has one
    thread and has imported all that it will ever need. Raises SealError, naming the mechanism that failed;
    the process must then end without reading a script. *control* is closed on success.
    """
    _single_thread()
    reports = {each.mechanism: each for each in entered}

    def step(mechanism: str, action: Callable[[], MechanismReport]) -> None:
        reports[mechanism] = waived(mechanism) if mechanism in options.waive else _attempt(mechanism, action)

    step("descriptors", descriptors.verify)
    step("rlimits", lambda: rlimits.restrict(options, descriptors=descriptors.LIMIT))
    if not seccomp.available():
        control.close()
        return _report(reports)
    if reports["mount_namespace"].enforcement is Enforcement.FULL:
        step("mount_namespace", namespaces.empty_root)
    was_root = os.geteuid() == 0
    step("identity", lambda: identity.drop(run))
    if was_root:
        step("user_namespace", lambda: _enter_user_namespace(bare="identity" not in options.waive))
    step("no_new_privs", _no_new_privs)
    step("landlock", landlock.restrict)
    step("seccomp", lambda: _filter(control))
    control.close()
    return _report(reports)


def _attempt(mechanism: str, action: Callable[[], MechanismReport]) -> MechanismReport:
    try:
        return action()
    except (OSError, ValueError) as error:
        raise SealError(mechanism, str(error)) from error


def _report(reports: dict[str, MechanismReport]) -> SealReport:
    return SealReport(tuple(reports.get(name) or absent([name], _SINCE)[0] for name in MECHANISMS))


def _single_thread() -> None:
    if sys.platform != "linux":
        return
    threads = os.listdir("/proc/self/task")
    if len(threads) != 1:
        # Threat: Landlock and the identity hold for one thread; another would stay free.
        raise SealError("", f"the worker has {len(threads)} threads before the seal")


def _enter_user_namespace(*, bare: bool) -> MechanismReport:
    report = namespaces.enter_user()
    if report.enforcement is Enforcement.FULL and bare:
        # A new user namespace begins with every capability inside it.
        identity.clear_capabilities()
        identity.close_to_neighbours()
    return report


def _no_new_privs() -> MechanismReport:
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if prctl(PR_GET_NO_NEW_PRIVS) != 1:
        raise SealError("no_new_privs", "the kernel did not keep it")
    return full("no_new_privs", "set")


def _filter(control: Control) -> MechanismReport:
    listener = seccomp.install(wire=descriptors.WIRE, control=descriptors.CONTROL)
    # The filter answers this harmless question with an error, the kernel never does.
    if os.getppid() != -1:
        raise SealError("seccomp", "in force by its own account, but a refused call was answered")
    if listener is None:
        return full("seccomp", "allow-list; no listener here, so a forbidden call's number is not recorded")
    control.send(LISTENER, b"", descriptor=listener)
    os.close(listener)
    return full("seccomp", "allow-list; forbidden calls are reported by number")
