"""Grandfather-father-son retention on made-up backups; dry run, then delete."""
import os
import re
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

NAME = re.compile(r"^backup-(\d{4})(\d\d)(\d\d)\.tar$")
KEEP = {"daily": (4, lambda d: d), "weekly": (3, lambda d: d.isocalendar()[:2]), "monthly": (2, lambda d: (d.year, d.month))}


def make(root: Path, start: date, days: int):
    root.mkdir(exist_ok=True)
    for n in range(days):
        d = start - timedelta(days=n)
        p = root / f"backup-{d:%Y%m%d}.tar"
        p.write_bytes(b"x" * (n + 1))
        stamp = datetime(d.year, d.month, d.day, 3).timestamp()
        os.utime(p, (stamp, stamp))
    (root / "backup-20261399.tar").touch()
    (root / "notes.txt").write_text("keep me")


def parse(root):
    for p in sorted(root.iterdir()):
        if not (m := NAME.match(p.name)):
            print("ignored:", p.name)
            continue
        try:
            yield date(*map(int, m.groups())), p
        except ValueError as e:
            print("bad date:", p.name, "-", e)


def plan(found):
    keep = defaultdict(set)
    newest = sorted(found, reverse=True)
    for label, (count, key) in KEEP.items():
        seen = {}
        for d, p in newest:
            seen.setdefault(key(d), p)
        for p in islice(seen.values(), count):
            keep[p].add(label)
    return keep, [p for _, p in newest if p not in keep]


def main(dry):
    root = Path("backups")
    found = list(parse(root))
    keep, drop = plan(found)
    for p in sorted(keep, reverse=True):
        print(f"keep {p.name} ({'+'.join(sorted(keep[p]))}) {date.fromtimestamp(p.stat().st_mtime)}")
    freed = sum(p.stat().st_size for p in drop)
    print(f"{'would delete' if dry else 'deleted'} {len(drop)} of {len(found)}, {freed} bytes")
    if not dry:
        for p in drop:
            p.unlink()
    return len(list(root.glob("*.tar")))


make(Path("backups"), date(2026, 11, 2), 40)
print(main(True))
print(main(False))
print(sorted(x.name for x in os.scandir("backups") if x.is_file())[-3:])
sys.exit(0 if main(True) == 9 else 3)
