"""Flatten, query and re-nest JSON; a small jq."""
import json
import re
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path


def flatten(obj, prefix=""):
    if isinstance(obj, Mapping):
        for k, v in obj.items():
            yield from flatten(v, f"{prefix}.{k}" if prefix else k)
    elif isinstance(obj, Sequence) and not isinstance(obj, str):
        for i, v in enumerate(obj):
            yield from flatten(v, f"{prefix}[{i}]")
        if not obj:
            yield prefix, []
    else:
        yield prefix, obj


def unflatten(pairs):
    root = {}
    for path, value in pairs:
        parts = [int(p[1:-1]) if p[0] == "[" else p for p in re.findall(r"\[\d+\]|[^.\[\]]+", path)]
        cur = root
        for part, nxt in zip(parts, parts[1:]):
            new = [] if isinstance(nxt, int) else {}
            if isinstance(cur, list):
                while len(cur) <= part:
                    cur.append(new)
                cur = cur[part]
            else:
                cur = cur.setdefault(part, new)
        if isinstance(cur, list):
            cur.append(value)
        else:
            cur[parts[-1]] = value
    return root


def query(data, expr):
    def step(values, part):
        out = []
        for v in values:
            if part == "*":
                out.extend(v.values() if isinstance(v, dict) else v)
            elif isinstance(v, list) and part.lstrip("-").isdigit():
                out.append(v[int(part)])
            elif isinstance(v, dict) and part in v:
                out.append(v[part])
        return out

    return reduce(step, expr.split("."), [data])


users = json.loads(Path("data/users.json").read_text(encoding="utf-8"))
flat = dict(flatten({"users": users}))
for k, v in flat.items():
    print(f"{k:<28} {v!r}")
print(unflatten(flat.items()) == {"users": users})
for q in ("*.name", "0.tags.*", "*.address.city", "-1.age", "*.nothing"):
    print(q, query(users, q))


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        if isinstance(o, Path):
            return o.as_posix()
        return super().default(o)


print(json.dumps({"s": {3, 1, 2}, "p": Path("a/b"), "ü": 1.0, "n": None}, cls=Encoder, ensure_ascii=False, sort_keys=True))
try:
    json.dumps({"x": object}, cls=Encoder)
except TypeError as e:
    print("TypeError:", e)
try:
    json.loads('{"a": [1, 2,}')
except json.JSONDecodeError as e:
    print(e.msg, e.lineno, e.colno, e.pos)
print(json.loads('{"a": 1, "b": 2.5}', object_pairs_hook=list, parse_float=str))
Path("out.json").write_text(json.dumps(users, indent=1))
