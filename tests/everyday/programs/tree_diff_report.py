"""Compare two trees by content, print a unified diff for text files and a summary by suffix."""
import difflib
import filecmp
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import NamedTuple


class Delta(NamedTuple):
    only_left: list
    only_right: list
    differ: list
    same: list


def walk(root: Path):
    for base, dirs, files in os.walk(root):
        dirs[:] = sorted(d for d in dirs if d != "empty")
        for f in sorted(files):
            p = Path(base) / f
            if not p.is_symlink():
                yield p.relative_to(root)


def compare(left: Path, right: Path) -> Delta:
    l, r = set(walk(left)), set(walk(right))
    both = sorted(l & r)
    match, mismatch, errors = filecmp.cmpfiles(left, right, map(str, both), shallow=False)
    assert not errors
    return Delta(sorted(l - r), sorted(r - l), mismatch, match)


src, dst = Path("tree"), Path("copy")
shutil.copytree(src, dst, symlinks=True, ignore=shutil.ignore_patterns("*.tmp"))
(dst / "sub" / "c.txt").write_text("gamma\n" * 9 + "delta\n")
(dst / "extra.md").write_text("# extra\n")
(dst / "b.txt").unlink()
d = compare(src, dst)
for name, paths in d._asdict().items():
    print(f"{name}: {', '.join(map(str, paths)) or '-'}")
for name in d.differ:
    a, b = (root.joinpath(name).read_text().splitlines(keepends=True) for root in (src, dst))
    for line in difflib.unified_diff(a, b, f"a/{name}", f"b/{name}", n=1):
        print(line, end="")
print(Counter(p.suffix or "(none)" for p in walk(dst)).most_common())
ratio = difflib.SequenceMatcher(None, "kitten sitting", "sitting kitten").ratio()
print(f"{ratio:.4f}", difflib.get_close_matches("appel", ["ape", "apple", "peach"], n=1))
dc = filecmp.dircmp(src, dst, ignore=["empty"])
print(dc.left_only, dc.right_only, dc.common_dirs, sorted(dc.subdirs))
shutil.rmtree(dst)
print(dst.exists())
