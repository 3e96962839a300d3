"""Write the SHA-256 of every file below a directory, or compare with what was written before.

    rexpy run --policy policies/checksum_tree.cedar scripts/checksum_tree.py -- /srv/data --write /srv/sums/data.sha256
    rexpy run --policy policies/checksum_tree.cedar scripts/checksum_tree.py -- /srv/data --check /srv/sums/data.sha256

Without an option the sums go to standard output, in the form that sha256sum(1) reads. With --check it ends with 1 when
a file changed, is new or is gone. Links are left out.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path


def stop(error):
    raise error


def sums(root):
    """Return {relative path: SHA-256} of the regular files below root."""
    found = {}
    for directory, subdirectories, names in os.walk(root, onerror=stop):
        subdirectories.sort()
        for name in sorted(names):
            path = Path(directory) / name
            if path.is_symlink() or not path.is_file():
                continue
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
            found[str(path.relative_to(root))] = digest.hexdigest()
    return found


def read_sums(path):
    found = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            digest, _, name = line.rstrip("\n").partition("  ")
            found[name] = digest
    return found


def main():
    parser = argparse.ArgumentParser(description="Write or check the SHA-256 of every file below a directory.")
    parser.add_argument("directory", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", type=Path, metavar="FILE")
    what.add_argument("--check", type=Path, metavar="FILE")
    given = parser.parse_args()

    now = sums(given.directory)
    if given.check is None:
        text = "".join(f"{digest}  {name}\n" for name, digest in now.items())
        if given.write is None:
            print(text, end="")
        else:
            given.write.write_text(text, encoding="utf-8")
            print(f"{len(now)} sums written to {given.write}")
        return 0

    before = read_sums(given.check)
    wrong = 0
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            word = "gone"
        elif name not in before:
            word = "new"
        elif before[name] != now[name]:
            word = "changed"
        else:
            continue
        print(f"{word:8} {name}")
        wrong += 1
    print(f"{len(now)} files, {wrong} not as they were")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
