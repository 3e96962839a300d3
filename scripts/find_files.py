"""Find the files below a directory that are large, old, or both.

    rexpy run --policy policies/find_files.cedar scripts/find_files.py -- /srv/data --larger-than 100M --older-than 365
    rexpy run --policy policies/find_files.cedar scripts/find_files.py -- /srv/data --older-than 365 --format csv

A file is listed when it meets every condition that is given. It reads no file: sizes and times are all it needs, and
all that its policy grants. Links are not followed. Ends with 1 when nothing was found, as grep does.
"""

import argparse
import csv
import json
import os
import re
import sys
import time
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}


@dataclass(frozen=True, order=True)
class Found:
    size: int
    changed: str
    days: int
    path: str


def size(text):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMGT]?)B?", text.upper())
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 500K or 1.5G")
    number, unit = match.groups()
    return int(float(number) * UNITS[unit])


def human(number):
    for unit in ["B", "KiB", "MiB", "GiB"]:
        if abs(number) < 1024:
            return f"{number} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1024.0
    return f"{number:.1f} TiB"


def walk(directory, exclude):
    """Yield a DirEntry for every regular file."""
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name in exclude:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from walk(entry.path, exclude)
            elif entry.is_file(follow_symlinks=False):
                yield entry


def search(given, now):
    for entry in walk(given.directory, frozenset(given.exclude)):
        seen = entry.stat(follow_symlinks=False)
        days = int((now - seen.st_mtime) // 86_400)
        if seen.st_size >= given.larger_than and days >= given.older_than:
            changed = datetime.fromtimestamp(seen.st_mtime, UTC)
            yield Found(
                seen.st_size, changed.isoformat(timespec="minutes"), days, os.path.relpath(entry.path, given.directory)
            )


def main():
    parser = argparse.ArgumentParser(
        description="Find large and old files.", formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("directory")
    parser.add_argument("--larger-than", type=size, default=0, metavar="SIZE", help="at least this large")
    parser.add_argument("--older-than", type=int, default=0, metavar="DAYS", help="not changed for this long")
    parser.add_argument("--exclude", action="append", default=[], metavar="NAME", help="leave out what is called so")
    parser.add_argument("--sort", choices=["size", "days", "path"], default="size", help="what to sort by")
    parser.add_argument("--format", choices=["text", "csv", "json"], default="text", help="how to print")
    given = parser.parse_args()
    if not os.path.isdir(given.directory):
        parser.error(f"{given.directory} is not a directory")

    found = list(search(given, time.time()))
    found.sort(key=lambda file: (file.path if given.sort == "path" else -getattr(file, given.sort), file.path))
    if given.format == "csv":
        writer = csv.DictWriter(sys.stdout, [field.name for field in fields(Found)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(asdict, found))
    elif given.format == "json":
        print(json.dumps([asdict(file) for file in found], indent=2))
    else:
        for file in found:
            print(f"{human(file.size):>12}  {file.days:>6} days  {file.path}")
        print(f"{len(found)} files, {human(sum(file.size for file in found))}")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
