"""Under which OCSF class and activity each action is recorded. Data only; tests fail for an action without an entry.

The numbers are those of OCSF 1.8.0's class definitions. Activity 99 is OCSF's "Other", which has a name of its own.
"""

from typing import NamedTuple

from hostapi.vocabulary import file_system, network, process_system, sysctl, sysinfo, systemd
from hostapi.vocabulary.base import Action

FILE_SYSTEM_ACTIVITY = 1001
PROCESS_ACTIVITY = 1007
NETWORK_ACTIVITY = 4001
HTTP_ACTIVITY = 4002
DNS_ACTIVITY = 4003
API_ACTIVITY = 6003

OTHER = 99


class Activity(NamedTuple):
    """An OCSF class and one of its activities; `name` where the activity is OTHER."""

    class_uid: int
    activity_id: int
    name: str | None = None


def _file(activity_id: int) -> Activity:
    return Activity(FILE_SYSTEM_ACTIVITY, activity_id)


def _process(name: str) -> Activity:
    return Activity(PROCESS_ACTIVITY, OTHER, name)


ACTIVITIES: dict[Action, Activity] = {
    file_system.OPEN: _file(14),
    file_system.READ: _file(2),
    file_system.REDACTED_READ: _file(2),
    file_system.WRITE: _file(3),
    file_system.CREATE: _file(1),
    file_system.DELETE: _file(4),
    file_system.MOVE: _file(5),
    file_system.STAT: _file(8),
    file_system.CHMOD: _file(7),
    file_system.CHOWN: _file(7),
    file_system.SET_X_ATTR: _file(6),
    file_system.UNMOUNT: _file(13),
    file_system.EXECUTE: Activity(PROCESS_ACTIVITY, 1),
    file_system.NETWORK_NAMESPACE: _process("Enter network namespace"),
    process_system.LIST: _process("List"),
    process_system.LIST_FDS: _process("List descriptors"),
    process_system.MOUNT_NAMESPACE: _process("Enter mount namespace"),
    process_system.NETWORK_NAMESPACE: _process("Enter network namespace"),
    process_system.KILL: Activity(PROCESS_ACTIVITY, 2),
    process_system.INTERRUPT: _process("Interrupt"),
    process_system.TRACE: Activity(PROCESS_ACTIVITY, 3),
    network.GET: Activity(HTTP_ACTIVITY, 3),
    network.CONNECT: Activity(NETWORK_ACTIVITY, 1),
    sysinfo.RESOLVE_HOSTNAME: Activity(DNS_ACTIVITY, 1),
    sysinfo.LIST: Activity(API_ACTIVITY, 2),
    sysctl.LOAD: Activity(API_ACTIVITY, 3),
    systemd.STATUS: Activity(API_ACTIVITY, 2),
    systemd.START: Activity(API_ACTIVITY, 3),
    systemd.STOP: Activity(API_ACTIVITY, 3),
    systemd.RESTART: Activity(API_ACTIVITY, 3),
    systemd.DAEMON_RELOAD: Activity(API_ACTIVITY, 3),
}
