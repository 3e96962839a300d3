"""Delete old temporary files, by a rule that errs on the safe side.

    rexpy run --policy policies/clean_tmp.cedar scripts/clean_tmp.py -- /var/tmp/jobs --older-than 7
    rexpy run --policy policies/clean_tmp.cedar scripts/clean_tmp.py -- /var/tmp/jobs --older-than 7 --delete

Without --delete it only says what it would do. A file goes when its name matches a pattern, it is a regular file (never
a link), and it was neither changed nor read for long enough. More files than --limit stop it before the first is gone.
Its policy repeats the rule about names and places, so that a mistake here deletes nothing else.
"""

import argparse
import fnmatch
import os
import stat
import sys
import time
from pathlib import Path

DAY = 24 * 60 * 60
PATTERNS = ["*.tmp", "*.swp", "core.*"]


def stop(error):
    raise error


def candidates(root, patterns, before):
    """Yield (path, size) of what the rule lets go."""
    for directory, subdirectories, names in os.walk(root, onerror=stop):
        subdirectories.sort()
        for name in sorted(names):
            if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                continue
            path = Path(directory, name)
            seen = path.lstat()
            if stat.S_ISREG(seen.st_mode) and max(seen.st_mtime, seen.st_atime) < before:
                yield path, seen.st_size


def main():
    parser = argparse.ArgumentParser(description="Delete old temporary files.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--older-than", type=int, default=7, metavar="DAYS")
    parser.add_argument("--pattern", action="append", help=f"names to look for; default {' '.join(PATTERNS)}")
    parser.add_argument("--limit", type=int, default=1000, help="stop if there are more")
    parser.add_argument("--delete", action="store_true", help="delete them; otherwise only list them")
    given = parser.parse_args()
    if not given.directory.is_absolute() or len(given.directory.parts) < 3:
        parser.error("name a directory by its absolute path, at least two levels deep")

    before = time.time() - given.older_than * DAY
    found = list(candidates(given.directory, given.pattern or PATTERNS, before))
    if len(found) > given.limit:
        print(f"{len(found)} files, more than --limit {given.limit}: nothing deleted", file=sys.stderr)
        return 1
    for path, size in found:
        if given.delete:
            path.unlink()
        print(f"{'deleted' if given.delete else 'would delete'} {path} ({size} bytes)")
    print(f"{len(found)} files, {sum(size for _, size in found)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
