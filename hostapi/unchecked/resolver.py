"""Asking the DNS. dnspython does the work; it is imported at the first use, because that costs more than a run.

The hosts file is looked at first, as the system's resolver would: `localhost` and names that the owner wrote there work
without a packet.
"""

import errno
from time import monotonic
from typing import TYPE_CHECKING

from hostapi.grant import Deadline, Granted, Host
from hostapi.vocabulary.sysinfo import RESOLVE_HOSTNAME

if TYPE_CHECKING:
    from dns.resolver import Resolver

HOSTS_FILE = "/etc/hosts"
MAX_HOSTS_BYTES = 1024 * 1024
MAX_ADDRESSES = 256
"""Addresses returned for one name; a reply over TCP could hold thousands."""


class Servers:
    """Which name servers a run asks: those of the system, or the ones that its owner named."""

    __slots__ = ("_nameservers", "_resolver")

    def __init__(self, nameservers: tuple[tuple[str, int], ...] = ()) -> None:
        """Ask `nameservers`, pairs of (IP address, port), or those of resolv.conf where there are none."""
        self._nameservers = nameservers
        self._resolver: Resolver | None = None

    def resolver(self) -> "Resolver":
        """Return the resolver, made at the first use. Raises OSError where the system names no server."""
        if self._resolver is None:
            import dns.exception
            import dns.nameserver
            import dns.resolver

            try:
                made = dns.resolver.Resolver(configure=not self._nameservers)
            except dns.exception.DNSException as error:
                raise OSError(errno.EAGAIN, f"no name server is configured: {error}") from None
            if self._nameservers:
                made.nameservers = [dns.nameserver.Do53Nameserver(address, port) for address, port in self._nameservers]
            self._resolver = made
        return self._resolver


def resolve(host: Granted[Host], servers: Servers, deadline: Deadline, *, family: int, timeout_s: float) -> list[str]:
    """Return the addresses of a name as text, IPv4 before IPv6; `family` is 4, 6, or 0 for both.

    Raises OSError: ENOENT where the name does not exist or has no such address, ETIMEDOUT, EAGAIN where servers fail;
    RunOver.
    """
    name = host.need(RESOLVE_HOSTNAME).name
    found = _from_hosts_file(name, family)
    if found:
        return found
    import dns.exception
    import dns.resolver

    resolver = servers.resolver()
    until = min(monotonic() + timeout_s, deadline.until)
    failure: OSError | None = None
    for version, record in ((4, "A"), (6, "AAAA")):
        if family not in (0, version):
            continue
        try:
            # Absolute: the search list of the system would turn one authorized name into others.
            left_s = max(until - monotonic(), 0.0)
            answer = resolver.resolve(f"{name}.", record, lifetime=left_s, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            break
        except dns.exception.Timeout:
            deadline.check()
            failure = OSError(errno.ETIMEDOUT, f"no answer within {timeout_s:g} s", name)
            break
        except dns.exception.DNSException:
            failure = OSError(errno.EAGAIN, "the name servers failed", name)
            continue
        found.extend(item.to_text() for item in answer)
    if found:
        return found[:MAX_ADDRESSES]
    raise failure or OSError(errno.ENOENT, "the name does not exist or has no such address", name)


def _from_hosts_file(name: str, family: int) -> list[str]:
    try:
        with open(HOSTS_FILE, "rb") as file:
            text = file.read(MAX_HOSTS_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    found = []
    for line in text.splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        version = 6 if ":" in address else 4
        if family in (0, version) and "%" not in address and name in (word.lower() for word in names):
            found.append(address)
    return sorted(dict.fromkeys(found), key=lambda address: ":" in address)
