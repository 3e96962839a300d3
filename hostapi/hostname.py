"""Which texts are host names: the canonical form that Cedar sees and the DNS is asked for."""

import re

MAX_LENGTH = 253
"""RFC 1035: 255 octets on the wire, less the two that the text form does not show."""

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def refuse_hostname(name: str) -> str | None:
    """Return why `name` is no canonical host name, or None.

    Canonical is lower-case ASCII without a trailing dot; the worker makes it so. An address in any spelling is not a
    name: its last label is a number (RFC 3696), or it holds a colon. Threat: `0x7f.1`, `2130706433` and the like mean
    127.0.0.1 to getaddrinfo, and would pass a policy about names.
    """
    if not name or len(name) > MAX_LENGTH:
        return "it is empty" if not name else f"it is longer than {MAX_LENGTH} characters"
    labels = name.split(".")
    if any(_LABEL.fullmatch(label) is None for label in labels):
        return "a label is empty, longer than 63 characters, or not of a-z, 0-9, - and _"
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        return "its last label is a number, so it is an address"
    return None
