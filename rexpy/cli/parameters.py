"""What the options of `rexpy run` take: sizes, durations, script arguments, name servers."""

import re

import click

_SIZE = re.compile(r"(\d+)\s*([KMGT]?)(?:iB)?", re.IGNORECASE | re.ASCII)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
LARGEST = (1 << 53) - 1
"""The largest number that JSON readers agree on; no limit needs to be larger."""
DNS_PORT = 53


def parse_size(text: str) -> int:
    """Return the bytes that `4096`, `64K`, `256M` or `1GiB` mean; units are powers of 1024. Raises
    ValueError.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no size; write bytes, or a number with K, M or G: 4096, 256M, 1G")
    size = int(match.group(1)) * _UNITS[match.group(2).upper()]
    if not 0 < size <= LARGEST:
        raise ValueError(
            f"{text!r} is out of range; a size is at least 1 byte" if not size else f"{text!r} is too large"
        )
    return size


def show_size(size: int) -> str:
    """Return a size the way `parse_size` reads it, in the largest unit that divides it."""
    for unit in "TGMK":
        if size % _UNITS[unit] == 0 and size:
            return f"{size // _UNITS[unit]}{unit}"
    return str(size)


def size(text: str) -> int:
    """Return the bytes of a size. Raises click.BadParameter, as all types of options here do."""
    try:
        return parse_size(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def seconds(text: str) -> float:
    """Return a duration in seconds, with or without a fraction."""
    try:
        found = float(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no number of seconds; write 10 or 0.5") from None
    if not 0 < found <= LARGEST:
        raise click.BadParameter(f"{text!r} is out of range; it must be more than 0 seconds, and finite")
    return found


_PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def duration(text: str) -> float:
    """Return the seconds of a period: `90`, `30m`, `12h`, `7d`, `1w`."""
    number, unit = (text[:-1], text[-1:]) if text[-1:] in _PERIODS else (text, "s")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number)):
        raise click.BadParameter(f"{text!r} is no period; write a number with s, m, h, d or w: 30m, 12h, 7d")
    return float(int(number) * _PERIODS[unit])


def count(text: str) -> int:
    """Return a whole number above zero."""
    if not (text.isascii() and text.isdigit() and len(text) < 17 and 0 < int(text) <= LARGEST):
        raise click.BadParameter(f"{text!r} is no whole number above 0")
    return int(text)


def assignment(text: str) -> tuple[str, str, bool]:
    """Return name, text, and whether that is JSON, of `NAME=TEXT`, a str, or `NAME:=JSON`, any JSON value."""
    name, equals, value = text.partition("=")
    is_json = name.endswith(":")
    name = name.removesuffix(":")
    if not equals:
        raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE (or NAME:=JSON)")
    if not name.isidentifier():
        raise click.BadParameter(f"{name!r} cannot be an argument's name; it must be an identifier, like days")
    return name, value, is_json


def name_server(text: str) -> tuple[str, int]:
    """Return address and port: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`."""
    try:
        return parse_server(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def parse_server(text: str) -> tuple[str, int]:
    """Return the address, normalized, and the port of a name server. Raises ValueError."""
    import ipaddress

    address, port = text, str(DNS_PORT)
    if text.startswith("["):
        address, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError(f"{text!r} is no name server; write [2001:db8::1]:53")
        port = rest[1:] if rest else port
    elif text.count(":") == 1:
        address, _, port = text.partition(":")
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        raise ValueError(
            f"{address!r} is no IP address; a name server is given by its address, not by a name"
        ) from None
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 1 << 16):
        raise ValueError(f"{port!r} is no port; it is a number from 1 to 65535")
    return str(known), int(port)
