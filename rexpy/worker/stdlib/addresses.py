"""Internet addresses as text and as bytes: `inet_aton`, `inet_pton` and back, computed without the system."""

from __future__ import annotations


def _bad() -> OSError:
    return OSError("illegal IP address string passed to inet_pton")


def ipv4_strict(text: str) -> bytes | None:
    """Return the four bytes of a dotted quad in plain decimal, or None."""
    parts = text.split(".")
    if len(parts) != 4:
        return None
    numbers = []
    for part in parts:
        if (
            not (part.isascii() and part.isdigit())
            or len(part) > 3
            or (part[0] == "0" and part != "0")
            or int(part) > 255
        ):
            return None
        numbers.append(int(part))
    return bytes(numbers)


def ipv4_loose(text: str) -> bytes | None:
    """Return the four bytes of what the C library's `inet_aton` takes (`127.1`, `0x7f.1`, `2130706433`),
    or None.
    """
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = []
    for part in parts:
        number = _c_number(part)
        if number is None:
            return None
        numbers.append(number)
    *leading, last = numbers
    if any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        return None
    return bytes(leading) + last.to_bytes(4 - len(leading), "big")


def _c_number(part: str) -> int | None:
    if not part.isascii() or not part or len(part) > 12:
        return None
    base = 16 if part[:2] in ("0x", "0X") else 8 if part[0] == "0" and len(part) > 1 else 10
    digits = part[2:] if base == 16 else part
    allowed = "0123456789abcdefABCDEF" if base == 16 else "0123456789"[:base]
    return int(digits, base) if digits and all(digit in allowed for digit in digits) else None


def ipv6(text: str) -> bytes | None:
    """Return the sixteen bytes of an IPv6 address without a zone, or None."""
    if not text.isascii() or ":" not in text or text.count("::") > 1:
        return None
    head, double, tail = text.partition("::")
    left, right = _groups(head, last=not double), _groups(tail, last=True)
    if left is None or right is None:
        return None
    missing = 16 - len(left) - len(right)
    if (missing < 2) if double else (missing != 0):
        return None
    return left + bytes(missing) + right


def _groups(text: str, *, last: bool) -> bytes | None:
    if not text:
        return b""
    result = b""
    parts = text.split(":")
    for index, part in enumerate(parts):
        if "." in part and last and index == len(parts) - 1:
            quad = ipv4_strict(part)
            if quad is None:
                return None
            result += quad
        elif 1 <= len(part) <= 4 and all(digit in "0123456789abcdefABCDEF" for digit in part):
            result += int(part, 16).to_bytes(2, "big")
        else:
            return None
    return result


def ipv4_text(packed: bytes) -> str:
    """Return the dotted quad of four bytes."""
    return ".".join(str(number) for number in packed)


def ipv6_text(packed: bytes) -> str:
    """Return the shortest text of sixteen bytes, as RFC 5952 and the C library write it."""
    if packed[:12] == bytes(10) + b"\xff\xff":
        return "::ffff:" + ipv4_text(packed[12:])
    if packed[:12] == bytes(12) and packed[12:14] != bytes(2):
        return "::" + ipv4_text(packed[12:])
    groups = [int.from_bytes(packed[index : index + 2], "big") for index in range(0, 16, 2)]
    best, length, start = -1, 1, 0
    while start < 8:
        end = start
        while end < 8 and groups[end] == 0:
            end += 1
        if end - start > length:
            best, length = start, end - start
        start = max(end, start + 1)
    if best < 0:
        return ":".join(f"{group:x}" for group in groups)
    before = ":".join(f"{group:x}" for group in groups[:best])
    return before + "::" + ":".join(f"{group:x}" for group in groups[best + length :])


def inet_aton(ip_string: str, /) -> bytes:
    """Return the four bytes of an IPv4 address in any of the C library's spellings."""
    packed = ipv4_loose(ip_string)
    if packed is None:
        raise OSError("illegal IP address string passed to inet_aton")
    return packed


def inet_ntoa(packed_ip: bytes, /) -> str:
    """Return the dotted quad of four bytes."""
    packed = bytes(packed_ip)
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ipv4_text(packed)


def inet_pton(address_family: int, ip_string: str, /) -> bytes:
    """Return the bytes of a strictly written address."""
    if address_family not in (2, 10):
        raise OSError(97, "unknown address family")
    packed = ipv4_strict(ip_string) if address_family == 2 else ipv6(ip_string)
    if packed is None:
        raise _bad()
    return packed


def inet_ntop(address_family: int, packed_ip: bytes, /) -> str:
    """Return the text of an address's bytes."""
    packed = bytes(packed_ip)
    if address_family not in (2, 10):
        raise ValueError(f"unknown address family {address_family}")
    if len(packed) != (4 if address_family == 2 else 16):
        raise ValueError("invalid length of packed IP address string")
    return ipv4_text(packed) if address_family == 2 else ipv6_text(packed)
