#!/usr/bin/env python3
"""Convert CSV to JSON."""
import argparse
import csv
import json
import sys
from pathlib import Path


def convert(value: str):
    for t in (int, float):
        try:
            return t(value)
        except ValueError:
            pass
    return value


def main(argv=None) -> int:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("input", type=Path)
    p.add_argument("-o", "--output", type=Path)
    p.add_argument("--indent", type=int, default=2)
    args = p.parse_args(argv)
    rows = [{k: convert(v) for k, v in r.items()} for r in csv.DictReader(args.input.open(newline=""))]
    text = json.dumps(rows, indent=args.indent, sort_keys=True)
    if args.output:
        args.output.write_text(text + "\n")
        print(f"wrote {args.output} ({args.output.stat().st_size} bytes)", file=sys.stderr)
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(["data/sales.csv", "-o", "out.json"]) or main(["data/sales.csv"]))
