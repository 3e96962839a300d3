"""Whether the system has a second processor to spare for a run, as far as it says."""

import os
from collections.abc import Iterable

_GROUPS = "/sys/fs/cgroup"
_MOST = 1 << 14


def quota() -> float:
    """Return of how many processors this process's control groups allow the time, infinity where they say nothing."""
    least = float("inf")
    for line in _text("/proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if not controllers:
            mount, read = _GROUPS, _second_version
        elif "cpu" in controllers.split(","):
            mount, read = f"{_GROUPS}/{controllers}", _first_version
        else:
            continue
        # What is above a group binds it too. In a container that sees its own group as the root, the rest is not shown.
        while True:
            least = min(least, read(f"{mount}{group.rstrip('/')}"))
            if group in ("", "/"):
                break
            group = os.path.dirname(group)
    return least


def others(own: Iterable[int]) -> int:
    """Return how many threads of the whole system want a processor at this moment, besides the calling one.

    The processes `own` are not counted: a worker that has just sent a message often had no time yet to go to sleep.
    """
    # "0.00 0.01 0.05 1/123 4567": of 123 threads one runs (proc_loadavg(5)).
    try:
        running = int(_text("/proc/loadavg").split()[3].partition("/")[0]) - 1
    except (IndexError, ValueError):
        return 1 << 16  # It does not say: then there is no room.
    # "4567 (python) R 1 ": the name may hold anything (proc_pid_stat(5)).
    return running - sum(_text(f"/proc/{pid}/stat").rpartition(")")[2][:2] == " R" for pid in own)


def _second_version(group: str) -> float:
    return _ratio(*(_text(f"{group}/cpu.max").split() or ("max", "")))


def _first_version(group: str) -> float:
    return _ratio(_text(f"{group}/cpu.cfs_quota_us").strip(), _text(f"{group}/cpu.cfs_period_us").strip())


def _ratio(quota: str, period: str) -> float:
    # "max", "-1" and a group without such a file bind nothing.
    return int(quota) / int(period) if quota.isdecimal() and period.isdecimal() else float("inf")


def _text(path: str) -> str:
    # Not: open(). Its layers cost more than the system calls, and this is done while a script waits.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        return os.read(descriptor, _MOST).decode("ascii", "replace")
    except OSError:
        return ""
    finally:
        os.close(descriptor)
