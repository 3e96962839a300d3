"""Say what JSON files hold: every path in them, its types, how often it is there, and examples.

    rexpy run --policy policies/json_summary.cedar scripts/json_summary.py -- /srv/reports/events.jsonl
    rexpy run --policy policies/json_summary.cedar scripts/json_summary.py -- /srv/reports --count .type

A file is one JSON document, or one a line (*.jsonl, *.ndjson). A directory stands for its JSON files. `[]` in a path
stands for the items of a list. Documents that cannot be read are reported with their line, and make it end with 1.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

LINES = {".jsonl", ".ndjson"}
TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "list",
    dict: "object",
}


@dataclass
class Place:
    types: Counter = field(default_factory=Counter)
    values: Counter = field(default_factory=Counter)
    low: float = float("inf")
    high: float = float("-inf")

    def add(self, value):
        kind = TYPES[type(value)]
        self.types[kind] += 1
        if kind == "number":
            self.low, self.high = min(self.low, value), max(self.high, value)
        if kind not in ("list", "object"):
            self.values[value if kind == "string" else json.dumps(value)] += 1

    def examples(self):
        if set(self.types) == {"number"}:
            return f"{self.low:g} to {self.high:g}" if self.low < self.high else f"{self.low:g}"
        if not self.values:
            return ""
        shown = [f"{text[:24]!r}" if len(text) > 24 else repr(text) for text, _ in self.values.most_common(3)]
        return ", ".join(shown) + (", ..." if len(self.values) > 3 else "")


def walk(value, path=""):
    yield path or ".", value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from walk(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, f"{path}[]")


def documents(path):
    """Yield (document, None), or (None, what is wrong and where)."""
    with path.open(encoding="utf-8") as file:
        pieces = enumerate(file, 1) if path.suffix in LINES else [(1, file.read())]
        for number, text in pieces:
            if not text.strip():
                continue
            try:
                yield json.loads(text), None
            except json.JSONDecodeError as error:
                yield None, f"{path.name}:{number + error.lineno - 1}:{error.colno}: {error.msg}"


def main(argv=None):
    parser = argparse.ArgumentParser(description="Say what JSON files hold.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--count", action="append", default=[], metavar="PATH", help="count the values at a path")
    given = parser.parse_args(argv)

    files = []
    for path in given.paths:
        files += sorted(p for p in path.iterdir() if p.suffix in LINES | {".json"}) if path.is_dir() else [path]

    places, counts, read, wrong = {}, {path: Counter() for path in given.count}, 0, 0
    for file in files:
        for document, problem in documents(file):
            if problem:
                print(problem, file=sys.stderr)
                wrong += 1
                continue
            read += 1
            for path, value in walk(document):
                places.setdefault(path, Place()).add(value)
                if path in counts:
                    counts[path][json.dumps(value, sort_keys=True)] += 1

    print(f"{read} documents in {len(files)} files" + (f", {wrong} not understood" if wrong else ""))
    if given.count:
        for path, counter in counts.items():
            print(f"\n{path}")
            for value, count in sorted(counter.items(), key=lambda item: (-item[1], item[0])):
                print(f"{count:8}  {value}")
    else:
        width = max(map(len, places), default=0)
        for path, place in sorted(places.items()):
            kinds = "|".join(sorted(place.types))
            print(f"{path:<{width}}  {place.types.total():>6}  {kinds:<14}  {place.examples()}".rstrip())
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
