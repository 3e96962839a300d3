import hashlib
import os
import sys
from collections import defaultdict


def file_hash(path, block_size=65536):
    h = hashlib.md5()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(block_size), b""):
            h.update(block)
    return h.hexdigest()


def find_duplicates(root):
    by_size = defaultdict(list)
    for dirpath, dirnames, filenames in os.walk(root):
        dirnames.sort()
        for name in sorted(filenames):
            full = os.path.join(dirpath, name)
            if os.path.islink(full):
                continue
            by_size[os.path.getsize(full)].append(full)
    dups = defaultdict(list)
    for size, paths in by_size.items():
        if len(paths) < 2:
            continue
        for p in paths:
            dups[file_hash(p)].append(p)
    return {k: v for k, v in dups.items() if len(v) > 1}


if __name__ == "__main__":
    root = sys.argv[1] if len(sys.argv) > 1 else "tree"
    d = find_duplicates(root)
    for digest, paths in sorted(d.items(), key=lambda kv: kv[1]):
        print(digest)
        for p in paths:
            print("   ", os.path.relpath(p, root))
    sys.exit(1 if d else 0)
