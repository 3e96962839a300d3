import json, sys
from pathlib import Path
def diff(a, b, path="$"):
    if type(a) is not type(b):
        yield f"{path}: type {type(a).__name__} -> {type(b).__name__}"
    elif isinstance(a, dict):
        for k in sorted(a.keys() | b.keys()):
            if k not in a: yield f"{path}.{k}: added {b[k]!r}"
            elif k not in b: yield f"{path}.{k}: removed"
            else: yield from diff(a[k], b[k], f"{path}.{k}")
    elif isinstance(a, list):
        for i, (x, y) in enumerate(zip(a, b)): yield from diff(x, y, f"{path}[{i}]")
        if len(a) != len(b): yield f"{path}: length {len(a)} -> {len(b)}"
    elif a != b:
        yield f"{path}: {a!r} -> {b!r}"
files = sorted(Path("conf.d").glob("*.json"))
ch = list(diff(*(json.loads(f.read_text()) for f in files)))
print(*ch, sep="\n"); sys.exit(bool(ch))
