"""Compare two directory trees by what their files hold.

    rexpy run --policy policies/compare_trees.cedar scripts/compare_trees.py -- /srv/data /srv/backup

Ends with 0 when they are the same, 1 when they differ. Links are compared by where they point, never followed.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path


def describe(path):
    """Return (kind, detail) of one entry: equal for equal entries."""
    if path.is_symlink():
        return "link", os.readlink(path)
    if path.is_dir():
        return "directory", None
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return "file", digest.hexdigest()


def compare(left, right, relative=Path()):
    """Yield one (mark, relative path) for every difference."""
    mine, theirs = set(os.listdir(left / relative)), set(os.listdir(right / relative))
    for name in sorted(mine | theirs):
        here = relative / name
        if name not in theirs:
            yield "<", here
        elif name not in mine:
            yield ">", here
        else:
            one, other = describe(left / here), describe(right / here)
            if one != other:
                yield "!" if one[0] == other[0] else "?", here
            elif one[0] == "directory":
                yield from compare(left, right, here)


def main():
    parser = argparse.ArgumentParser(description="Compare two directory trees.")
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    given = parser.parse_args()

    words = {"<": "only in the first", ">": "only in the second", "!": "differs", "?": "is of another kind"}
    count = 0
    for mark, path in compare(given.left, given.right):
        print(f"{mark} {path}: {words[mark]}")
        count += 1
    print(f"{count} differences" if count else "no difference")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
