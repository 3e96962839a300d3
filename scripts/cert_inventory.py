"""List certificates and when they expire, from the text that openssl prints of them.

    rexpy run --policy policies/cert_inventory.cedar scripts/cert_inventory.py
    rexpy run --policy policies/cert_inventory.cedar scripts/cert_inventory.py -- /srv/certs --within 30 --json

It reads *.txt and *.pem files: what `openssl x509 -text` or `openssl x509 -noout -subject -issuer -dates` wrote, one or
more certificates a file. Without a directory it lists the sample beside this script. A certificate that is in a
file only as base64 is counted, not read. Ends with 1 when a certificate is expired or expires --within so many days of
today (or of --today).
"""

import argparse
import json
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

BEGIN = re.compile(r"^Certificate:$|^subject=", re.MULTILINE)
FIELDS = {
    "subject": re.compile(r"^\s*subject\s*[=:]\s*(.+)$", re.IGNORECASE | re.MULTILINE),
    "issuer": re.compile(r"^\s*issuer\s*[=:]\s*(.+)$", re.IGNORECASE | re.MULTILINE),
    "not_before": re.compile(r"^\s*not ?before\s*[=:]\s*(.+)$", re.IGNORECASE | re.MULTILINE),
    "not_after": re.compile(r"^\s*not ?after\s*[=:]\s*(.+)$", re.IGNORECASE | re.MULTILINE),
}
NAMES = re.compile(r"DNS:([^,\s]+)")
KEY = re.compile(r"Public-Key: \((\d+) bit\)")
COMMON_NAME = re.compile(r"\bCN\s*=\s*([^,/]+)")
BLOCK = "-----BEGIN CERTIFICATE-----"


@dataclass
class Certificate:
    file: str
    name: str
    issuer: str
    not_before: datetime
    not_after: datetime
    key_bits: int | None
    names: list[str]
    days: int = 0

    @property
    def state(self):
        match self.days:
            case days if days < 0:
                return "expired"
            case 0:
                return "today"
            case 1:
                return "tomorrow"
            case _:
                return f"{self.days} days"


def moment(text):
    """Read `Nov  2 10:00:00 2026 GMT`."""
    return datetime.strptime(" ".join(text.split()), "%b %d %H:%M:%S %Y %Z").replace(tzinfo=UTC)


def common_name(text):
    match = COMMON_NAME.search(text)
    return match.group(1).strip() if match else text.strip()


def certificates(path, text):
    """Yield a Certificate for each that *text* describes; raise ValueError for one that lacks a field."""
    begins = [match.start() for match in BEGIN.finditer(text)]
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=False):
        part = text[begin:end]
        found = {name: pattern.search(part) for name, pattern in FIELDS.items()}
        if missing := sorted(name for name, match in found.items() if match is None):
            raise ValueError(f"{path.name}: no {', '.join(missing)}")
        key = KEY.search(part)
        yield Certificate(
            file=path.name,
            name=common_name(found["subject"][1]),
            issuer=common_name(found["issuer"][1]),
            not_before=moment(found["not_before"][1]),
            not_after=moment(found["not_after"][1]),
            key_bits=int(key[1]) if key else None,
            names=NAMES.findall(part),
        )


def main():
    parser = argparse.ArgumentParser(description="List certificates and when they expire.")
    parser.add_argument("directory", nargs="?", type=Path, default=Path(__file__).parent / "sample" / "certs")
    parser.add_argument(
        "--within", type=int, default=30, metavar="DAYS", help="what counts as soon (default: %(default)s)"
    )
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), metavar="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    given = parser.parse_args()

    found, unread = [], Counter()
    for path in sorted(given.directory.iterdir()):
        if path.suffix not in {".txt", ".pem"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            here = list(certificates(path, text))
        except ValueError as error:
            print(f"warning: {error}", file=sys.stderr)
            continue
        found += here
        unread[path.name] = max(text.count(BLOCK) - len(here), 0)

    for certificate in found:
        certificate.days = (certificate.not_after.date() - given.today).days
    found.sort(key=lambda certificate: (certificate.not_after, certificate.file, certificate.name))
    soon = [certificate for certificate in found if certificate.days <= given.within]
    if given.json:
        print(json.dumps([asdict(certificate) for certificate in found], indent=2, default=datetime.isoformat))
        return 1 if soon else 0
    for certificate in found:
        mark = "!" if certificate in soon else " "
        ends = f"{certificate.not_after:%Y-%m-%d}  {certificate.state:>10}"
        print(f"{mark} {ends}  {certificate.name:<28} {certificate.issuer}")
        if len(certificate.names) > 1:
            print(f"{'':27}also {', '.join(certificate.names[1:])}")
    for name, count in sorted((+unread).items()):
        print(f"  {name}: {count} only as base64; write their text with openssl x509 -text")
    for issuer, count in Counter(certificate.issuer for certificate in found).most_common():
        print(f"  {count:3} by {issuer}")
    print(f"{len(found)} certificates, {len(soon)} expired or to expire within {given.within} days of {given.today}")
    return 1 if soon else 0


if __name__ == "__main__":
    sys.exit(main())
