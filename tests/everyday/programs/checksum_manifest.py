"""Write and verify a checksum manifest; report added, removed and changed files."""
import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

BLOCK = 1 << 16


def digest(path: Path, algo: str = "sha256") -> str:
    h = hashlib.new(algo)
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(BLOCK), b""):
            h.update(block)
    return h.hexdigest()


def scan(root: Path, algo: str) -> dict:
    out = {}
    for dirpath, dirnames, filenames in os.walk(root):
        dirnames.sort()
        for name in sorted(filenames):
            p = Path(dirpath, name)
            if p.is_symlink() or not p.is_file():
                continue
            out[p.relative_to(root).as_posix()] = {"size": p.stat().st_size, algo: digest(p, algo)}
    return out


def build(args):
    data = {"root": args.root.name, "algo": args.algo, "files": scan(args.root, args.algo)}
    tmp = args.manifest.with_suffix(".tmp")
    tmp.write_text(json.dumps(data, indent=2, sort_keys=True) + "\n")
    os.replace(tmp, args.manifest)
    print(f"{len(data['files'])} files, {sum(f['size'] for f in data['files'].values())} bytes -> {args.manifest.name}")


def verify(args):
    want = json.loads(args.manifest.read_text())
    have = scan(args.root, want["algo"])
    a, b = want["files"], have
    report = {
        "added": sorted(b.keys() - a.keys()),
        "removed": sorted(a.keys() - b.keys()),
        "changed": sorted(k for k in a.keys() & b.keys() if a[k] != b[k]),
    }
    for kind, names in report.items():
        for n in names:
            print(f"{kind.upper():<8} {n}")
    ok = not any(report.values())
    print("OK" if ok else "MISMATCH")
    return 0 if ok else 1


def main(argv=None):
    ap = argparse.ArgumentParser(prog="manifest")
    sub = ap.add_subparsers(dest="cmd", required=True)
    for name, fn in (("build", build), ("verify", verify)):
        p = sub.add_parser(name)
        p.add_argument("root", type=Path)
        p.add_argument("-m", "--manifest", type=Path, default=Path("manifest.json"))
        p.add_argument("--algo", choices=["md5", "sha1", "sha256"], default="sha256")
        p.set_defaults(fn=fn)
    ns = ap.parse_args(argv)
    return ns.fn(ns) or 0


print(main(["build", "tree"]))
print(main(["verify", "tree"]))
Path("tree/a.txt").write_text("changed\n")
Path("tree/b.txt").unlink()
Path("tree/new.txt").touch()
print(main(["verify", "tree"]))
sys.exit(main(["build", "tree", "-m", "m2.json", "--algo", "md5"]))
