"""The module `socket` of a script: names and addresses are resolved by the broker, nothing is connected."""

from __future__ import annotations

import errno
import sys
from enum import IntEnum, IntFlag
from types import ModuleType
from typing import Any, Final

from rexpy.worker.stdlib import addresses
from rexpy.worker.stdlib.refusals import refusal
from rexpy.worker.stdlib.state import WORKER

DEFAULT_TIMEOUT_MS: Final = 5000
"""One attempt of a stub resolver (resolv.conf(5), `timeout`), for a script that set no timeout."""

AddressFamily = IntEnum("AddressFamily", {"AF_UNSPEC": 0, "AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}, module="socket")
SocketKind = IntEnum(
    "SocketKind", {"SOCK_STREAM": 1, "SOCK_DGRAM": 2, "SOCK_RAW": 3, "SOCK_SEQPACKET": 5}, module="socket"
)
AddressInfo = IntFlag(
    "AddressInfo",
    {"AI_PASSIVE": 1, "AI_CANONNAME": 2, "AI_NUMERICHOST": 4, "AI_V4MAPPED": 8, "AI_ALL": 16,
     "AI_ADDRCONFIG": 32, "AI_NUMERICSERV": 1024}, module="socket",
)  # fmt: skip
NUMBERS: Final = {
    "IPPROTO_IP": 0, "IPPROTO_ICMP": 1, "IPPROTO_TCP": 6, "IPPROTO_UDP": 17,
    "IPPROTO_IPV6": 41, "SOL_SOCKET": 1,
    "SO_REUSEADDR": 2, "SO_KEEPALIVE": 9, "SO_BROADCAST": 6, "TCP_NODELAY": 1, "SHUT_RD": 0, "SHUT_WR": 1,
    "SHUT_RDWR": 2, "SOMAXCONN": 4096, "NI_NUMERICHOST": 1, "NI_NUMERICSERV": 2,
    "NI_NAMEREQD": 8, "NI_DGRAM": 16,
    "EAI_BADFLAGS": -1, "EAI_NONAME": -2, "EAI_AGAIN": -3, "EAI_FAIL": -4, "EAI_NODATA": -5, "EAI_FAMILY": -6,
    "EAI_SOCKTYPE": -7, "EAI_SERVICE": -8, "EAI_MEMORY": -10, "EAI_SYSTEM": -11,
}  # fmt: skip
"""Linux's numbers, which CPython passes through."""

_SERVICES: Final = {
    "domain": 53, "ftp": 21, "http": 80, "https": 443, "imap": 143, "imaps": 993, "ldap": 389, "ldaps": 636,
    "ntp": 123, "pop3": 110, "pop3s": 995, "postgresql": 5432, "mysql": 3306, "smtp": 25,
    "ssh": 22, "submission": 587,
    "telnet": 23,
}  # fmt: skip
"""The services that scripts name, from IANA's registry; the host's own file of them is not read."""

_AF_INET: Final = AddressFamily(2)
_AF_INET6: Final = AddressFamily(10)
_KINDS: Final[tuple[tuple[int, int], ...]] = ((1, 6), (2, 17), (3, 0))
_timeout: float | None = None


class gaierror(OSError):
    """A name could not be resolved."""


class herror(OSError):
    """The error of the older resolving functions."""


gaierror.__module__ = herror.__module__ = "socket"


def _resolve(host: str, family: int) -> list[str]:
    """Ask the broker for the addresses of *host*; *family* 0, 4 or 6."""
    timeout_ms = DEFAULT_TIMEOUT_MS if _timeout is None else max(1, int(_timeout * 1000))
    try:
        found: list[str] = WORKER.ask("dns.resolve", host, family, timeout_ms)[0]
    except PermissionError:
        raise
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise gaierror(-2, "Name or service not known") from None
        if error.errno in (errno.EAGAIN, errno.ETIMEDOUT):
            raise gaierror(-3, "Temporary failure in name resolution") from None
        if error.errno == errno.EINVAL:
            raise gaierror(-2, f"Name or service not known ({error.strerror})") from None
        raise gaierror(-4, "Non-recoverable failure in name resolution") from None
    if not found:
        raise gaierror(-5, "No address associated with hostname")
    return found


def _name(host: object) -> str:
    if isinstance(host, bytes | bytearray):
        host = bytes(host).decode("ascii")
    if not isinstance(host, str):
        raise TypeError("getaddrinfo() argument 1 must be string or None")
    host = str.__str__(host)
    if "\0" in host:
        raise ValueError("embedded null character")
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    # The policy sees one spelling of a name: names are the same whatever their case, and absolute without the dot.
    return name.lower().removesuffix(".")


def _addresses(host: object, family: int, flags: int) -> list[tuple[AddressFamily, str]]:
    if host is None or host == "":
        texts = ["0.0.0.0", "::"] if flags & 1 else ["127.0.0.1", "::1"]  # noqa: S104 - an answer, nothing is bound
        if host == "":
            raise gaierror(-2, "Name or service not known")
    else:
        name = _name(host)
        packed = addresses.ipv4_loose(name)
        if packed is not None:
            texts = [addresses.ipv4_text(packed)]
        elif (six := addresses.ipv6(name)) is not None:
            texts = [addresses.ipv6_text(six)]
        elif flags & 4:
            raise gaierror(-2, "Name or service not known")
        else:
            texts = _resolve(name, {0: 0, 2: 4, 10: 6}[family])
    found = [(_AF_INET6 if ":" in text else _AF_INET, text) for text in texts]
    found = [item for item in found if family in (0, item[0])]
    if not found:
        raise gaierror(-9, "Address family for hostname not supported")
    return found


def _port(port: object) -> int:
    if port is None:
        return 0
    if isinstance(port, bytes):
        port = port.decode("ascii")
    if isinstance(port, str):
        if port.isascii() and port.isdigit():
            return int(port) & 0xFFFF
        if port in _SERVICES:
            return _SERVICES[port]
        raise gaierror(-8, "Servname not supported for ai_socktype")
    if not isinstance(port, int):
        raise OSError("Int or String expected")
    return port & 0xFFFF


def getaddrinfo(
    host: Any,
    port: Any,
    family: int = 0,
    type: int = 0,
    proto: int = 0,
    flags: int = 0,
) -> list[tuple[Any, Any, int, str, Any]]:
    """Return (family, kind, protocol, canonical name, address) of each address of *host*; the broker
    resolves it.
    """
    if family not in (0, 2, 10):
        raise gaierror(-6, "ai_family not supported")
    number = _port(port)
    kinds = [kind for kind in _KINDS if type in (0, kind[0]) and (proto in (0, kind[1]) or kind[0] == 3)]
    if not kinds:
        raise gaierror(-7, "ai_socktype not supported")
    result: list[tuple[Any, Any, int, str, Any]] = []
    for where, text in _addresses(host, family, flags):
        place = (text, number) if where == _AF_INET else (text, number, 0, 0)
        for kind, protocol in kinds:
            label = str(host) if flags & 2 and not result else ""
            result.append((where, SocketKind(kind), protocol or proto, label, place))
    return result


def gethostbyname(hostname: Any, /) -> str:
    """Return the first IPv4 address of *hostname*."""
    return gethostbyname_ex(hostname)[2][0]


def gethostbyname_ex(hostname: Any, /) -> tuple[str, list[str], list[str]]:
    """Return *hostname*, no aliases, and its IPv4 addresses."""
    return _name(hostname), [], [text for _family, text in _addresses(hostname, 2, 0)]


def getfqdn(name: str = "") -> str:
    """Return *name* as it is; what the host calls itself is not served."""
    if not name:
        raise refusal("socket.gethostname", "the host's own name is not served")()
    return name


def getdefaulttimeout() -> float | None:
    """Return how many seconds a name may take to resolve, None for the usual."""
    return _timeout


def setdefaulttimeout(timeout: float | None, /) -> None:
    """Set how many seconds a name may take to resolve."""
    global _timeout
    if timeout is not None and timeout < 0:
        raise ValueError("Timeout value out of range")
    _timeout = None if timeout is None else float(timeout)


def _swap(size: int) -> Any:
    def swap(x: int, /) -> int:
        return int.from_bytes(x.to_bytes(size, "big"), sys.byteorder)

    return swap


_CONNECTING: Final = "scripts resolve names (getaddrinfo, gethostbyname); connecting to them is not served"
_REFUSED: Final = (
    "socket socketpair create_connection create_server fromfd close dup gethostname sethostname "
    "gethostbyaddr getnameinfo getservbyname getservbyport getprotobyname if_nameindex if_nametoindex "
    "if_indextoname has_dualstack_ipv6"
)


def make_module() -> ModuleType:
    """Return a module `socket` for the standard library's own imports and for the facade."""
    module = ModuleType("socket", "Name resolution, asked of the policy.")
    names: dict[str, Any] = dict(NUMBERS)
    for members in (AddressFamily, SocketKind, AddressInfo):
        names.update(members.__members__)
    names.update({name: refusal(f"socket.{name}", _CONNECTING) for name in _REFUSED.split()})
    for function in (
        getaddrinfo,
        gethostbyname,
        gethostbyname_ex,
        getfqdn,
        getdefaulttimeout,
        setdefaulttimeout,
    ):
        names[function.__name__] = function
    for name in ("inet_aton", "inet_ntoa", "inet_pton", "inet_ntop"):
        names[name] = getattr(addresses, name)
    names.update(htons=_swap(2), ntohs=_swap(2), htonl=_swap(4), ntohl=_swap(4))
    names.update(gaierror=gaierror, herror=herror, error=OSError, timeout=TimeoutError, has_ipv6=True)
    names.update(AddressFamily=AddressFamily, SocketKind=SocketKind, AddressInfo=AddressInfo)
    module.__dict__.update(names)
    module.__dict__["__all__"] = sorted(names)
    return module
