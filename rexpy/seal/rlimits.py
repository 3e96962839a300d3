"""Resource limits of the worker, hard equal to soft so that nothing in it can raise them."""

import os
import resource
import sys

from rexpy.seal.options import SealOptions
from rexpy.seal.report import Enforcement, MechanismReport, full

_NONE_OF = (
    "RLIMIT_FSIZE",
    "RLIMIT_NPROC",
    "RLIMIT_CORE",
    "RLIMIT_MEMLOCK",
    "RLIMIT_MSGQUEUE",
    "RLIMIT_RTPRIO",
)


def restrict(options: SealOptions, *, descriptors: int) -> MechanismReport:
    """Lower every limit, descriptors to the numbers below *descriptors*.

    Raises OSError or ValueError where the system refuses. The address space is that of *options* beyond what
    is mapped now, because what is mapped differs between machines and versions.
    """
    mapped = _mapped_bytes()
    if mapped:
        _lower("RLIMIT_AS", mapped + options.address_space_bytes)
    _lower("RLIMIT_CPU", options.cpu_s)
    _lower("RLIMIT_NOFILE", descriptors)
    for name in _NONE_OF:
        _lower(name, 0)
    if not mapped:
        return MechanismReport("rlimits", Enforcement.PARTIAL, "this system does not enforce an address space limit")
    return full(
        "rlimits",
        f"address space {options.address_space_bytes} bytes beyond {mapped}, CPU {options.cpu_s} s, "
        f"descriptors {descriptors}, file size, processes and core 0",
    )


def _lower(name: str, wanted: int) -> None:
    which = getattr(resource, name, None)
    if which is None:
        return
    hard = resource.getrlimit(which)[1]
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (value, value))


def _mapped_bytes() -> int:
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
