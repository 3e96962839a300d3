"""dns.resolve"""

from hostapi.grant import Deadline, Granted, Host
from hostapi.operation import operation
from hostapi.target import HostTarget
from hostapi.unchecked import resolver
from hostapi.vocabulary.sysinfo import RESOLVE_HOSTNAME

MAX_TIMEOUT_MS = 30_000
"""The longest that one look-up may hold the broker; the run's wall limit ends it in any case."""


@operation(
    hostname=HostTarget(ask=(RESOLVE_HOSTNAME,)),
    returns="addresses as text, IPv4 first",
    errors=(
        ("socket.gaierror EAI_NONAME", "the name does not exist or has no such address"),
        ("socket.gaierror EAI_AGAIN", "no server answered in time"),
    ),
)
def resolve(
    hostname: Granted[Host], family: int, timeout_ms: int, servers: resolver.Servers, deadline: Deadline
) -> list[object]:
    """Resolve a host name to its A and AAAA records; `family` is 4, 6, or 0 for both.

    The hosts file is asked first. Names are absolute: no search list applies.
    """
    timeout_s = min(max(timeout_ms, 1), MAX_TIMEOUT_MS) / 1000
    return [resolver.resolve(hostname, servers, deadline, family=family, timeout_s=timeout_s)]
