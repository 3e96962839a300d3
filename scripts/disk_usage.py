"""Show where the space below a directory goes: per entry, the largest files, and those that nobody changed for long.

    rexpy run --policy policies/disk_usage.cedar scripts/disk_usage.py -- /srv/data --older-than 365

It reads no file: sizes and times are all it needs, and all that its policy grants. Links are not followed.
"""

import argparse
import heapq
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

DAY = 24 * 60 * 60


def human(size):
    for unit in ("B", "K", "M", "G"):
        if size < 1024:
            return f"{size:.0f}{unit}" if unit == "B" else f"{size:.1f}{unit}"
        size /= 1024
    return f"{size:.1f}T"


def stop(error):
    raise error


def survey(root):
    """Yield (path relative to root, stat) of every regular file."""
    for directory, subdirectories, names in os.walk(root, onerror=stop):
        subdirectories.sort()
        for name in sorted(names):
            path = Path(directory, name)
            if not path.is_symlink():
                yield path.relative_to(root), path.stat()


def main():
    parser = argparse.ArgumentParser(description="Show where the space below a directory goes.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--top", type=int, default=10, help="how many files to list")
    parser.add_argument("--older-than", type=int, default=180, metavar="DAYS", help="what counts as old")
    given = parser.parse_args()
    if not given.directory.is_dir():
        parser.error(f"{given.directory} is not a directory")

    before = time.time() - given.older_than * DAY
    by_entry = defaultdict(int)
    files = []
    for path, seen in survey(given.directory):
        by_entry[path.parts[0]] += seen.st_size
        files.append((seen.st_size, str(path), seen.st_mtime))

    print(f"{human(sum(by_entry.values()))} in {len(files)} files below {given.directory}")
    for name, size in sorted(by_entry.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {human(size):>8}  {name}")
    print("\nlargest files")
    for size, path, _ in heapq.nsmallest(given.top, files, key=lambda file: (-file[0], file[1])):
        print(f"  {human(size):>8}  {path}")
    old = [file for file in files if file[2] < before]
    print(f"\nnot changed for {given.older_than} days: {len(old)} files, {human(sum(file[0] for file in old))}")
    for size, path, changed in heapq.nsmallest(given.top, old, key=lambda file: (file[2], file[1])):
        print(f"  {human(size):>8}  {time.strftime('%Y-%m-%d', time.gmtime(changed))}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
