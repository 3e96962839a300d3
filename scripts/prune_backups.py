"""Delete backups by a retention rule: keep so many of the last days, weeks, months and years.

    rexpy run --policy policies/prune_backups.cedar scripts/prune_backups.py -- /srv/backups --dry-run
    rexpy run --policy policies/prune_backups.cedar scripts/prune_backups.py -- /srv/backups --daily 7 --weekly 4

A backup is a file whose name holds its date, as `db-2026-11-02.tar.gz` or `etc_20261102T0300.tgz`; what stands before
the date names the series, and each series is thinned by itself. Of every period the newest backup is kept. The newest
of all is never deleted, and a series is left alone whose newest backup is empty: then the backups have stopped working,
and it ends with 1. Its policy lets it delete such files and nothing else.
"""

import argparse
import itertools
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

NAME = re.compile(
    r"(?P<series>.+?)[-_.](?P<date>\d{4}-?\d\d-?\d\d)(?:[T_-]?(?P<time>\d{4}))?\.(?:tar\.gz|tgz|sql\.gz|zip)"
)
PERIODS = {
    "daily": lambda when: when.date(),
    "weekly": lambda when: when.isocalendar()[:2],
    "monthly": lambda when: (when.year, when.month),
    "yearly": lambda when: when.year,
}


@dataclass
class Backup:
    path: Path
    series: str
    when: datetime
    size: int
    reasons: list = field(default_factory=list)


def find(directory):
    for entry in os.scandir(directory):
        match = NAME.fullmatch(entry.name)
        if not match or not entry.is_file(follow_symlinks=False):
            continue
        try:
            when = datetime.strptime(match["date"].replace("-", "") + (match["time"] or "0000"), "%Y%m%d%H%M")
        except ValueError:
            print(f"{entry.name}: not a date; left alone", file=sys.stderr)
            continue
        yield Backup(Path(entry.path), match["series"], when, entry.stat().st_size)


def mark(backups, rule):
    """Give each of *backups* (the newest first) that the rule keeps its reasons."""
    backups[0].reasons.append("newest")
    for period, count in rule.items():
        for _, group in itertools.islice(
            itertools.groupby(backups, key=lambda backup: PERIODS[period](backup.when)), count
        ):
            next(group).reasons.append(period)


def main():
    parser = argparse.ArgumentParser(description="Delete backups by a retention rule.")
    parser.add_argument("directory", type=Path)
    for period, count in {"daily": 7, "weekly": 4, "monthly": 6, "yearly": 2}.items():
        parser.add_argument(f"--{period}", type=int, default=count, metavar="N", help="(default: %(default)s)")
    parser.add_argument("-n", "--dry-run", action="store_true", help="say what would go, and delete nothing")
    parser.add_argument("-q", "--quiet", action="store_true", help="only the totals")
    given = parser.parse_args()
    rule = {period: getattr(given, period) for period in PERIODS}
    if min(rule.values()) < 0:
        parser.error("numbers cannot be negative")

    status = deleted = freed = kept = 0
    everything = sorted(find(given.directory), key=lambda backup: backup.when, reverse=True)
    everything.sort(key=lambda backup: backup.series)
    for series, group in itertools.groupby(everything, key=lambda backup: backup.series):
        backups = list(group)
        if backups[0].size == 0:
            print(f"{series}: its newest backup, {backups[0].path.name}, is empty; nothing deleted", file=sys.stderr)
            status = 1
            kept += len(backups)
            continue
        mark(backups, rule)
        for backup in backups:
            if not backup.reasons:
                if not given.dry_run:
                    backup.path.unlink()
                deleted += 1
                freed += backup.size
            else:
                kept += 1
            if not given.quiet:
                word = "keep" if backup.reasons else "would delete" if given.dry_run else "deleted"
                print(f"{word:>12}  {backup.path.name:<28} {', '.join(backup.reasons)}".rstrip())
    print(f"{kept} kept, {deleted} {'to delete' if given.dry_run else 'deleted'}, {freed} bytes")
    return status


if __name__ == "__main__":
    sys.exit(main())
