"""Audit modes and links of a tree: world-writable, setuid names, broken links, duplicates; JSON report."""
import hashlib
import json
import os
import stat
from collections import defaultdict


def mode_of(st):
    return stat.filemode(st.st_mode), oct(stat.S_IMODE(st.st_mode))


def audit(top):
    report = {"world_writable": [], "executables": [], "broken_links": [], "links": {}, "empty_dirs": [], "duplicates": []}
    sums = defaultdict(list)
    for base, dirs, files in os.walk(top, onerror=lambda e: report.setdefault("errors", []).append(str(e))):
        dirs.sort()
        if not dirs and not files:
            report["empty_dirs"].append(os.path.relpath(base, top))
        for name in sorted(files + [d for d in dirs if os.path.islink(os.path.join(base, d))]):
            full = os.path.join(base, name)
            rel = os.path.relpath(full, top)
            st = os.lstat(full)
            if stat.S_ISLNK(st.st_mode):
                report["links"][rel] = os.readlink(full)
                if not os.path.exists(full):
                    report["broken_links"].append(rel)
                continue
            if st.st_mode & stat.S_IWOTH:
                report["world_writable"].append((rel, *mode_of(st)))
            if st.st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH):
                report["executables"].append(rel)
            with open(full, "rb") as fh:
                sums[hashlib.md5(fh.read()).hexdigest()].append(rel)
    report["duplicates"] = [v for _, v in sorted(sums.items()) if len(v) > 1]
    return report


os.chmod("tree/b.txt", 0o640)
rep = audit("tree")
print(json.dumps(rep, indent=1))
for rel, *_ in rep["world_writable"]:
    p = os.path.join("tree", rel)
    os.chmod(p, stat.S_IMODE(os.stat(p).st_mode) & ~0o022)
    print("fixed", rel, oct(os.stat(p).st_mode & 0o777))
for rel in rep["broken_links"]:
    os.unlink(os.path.join("tree", rel))
print(audit("tree")["broken_links"], os.access("tree/a.txt", os.R_OK), os.path.samefile("tree/a.txt", "tree/link"))
os.symlink("sub", "tree/dirlink", target_is_directory=True)
print([os.path.islink(p) for p in ("tree/dirlink", "tree/sub")], os.path.realpath("tree/dirlink").endswith("tree/sub"))
