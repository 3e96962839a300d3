"""A linter for INI files as a CLI: subcommands, types, mutually exclusive options, exit codes, help text."""
import argparse
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

RULES = {}


def rule(code, level="warning"):
    def deco(fn):
        RULES[code] = (level, fn)
        return fn
    return deco


@rule("E001", "error")
def duplicate(lines):
    seen, section = set(), None
    for n, line in enumerate(lines, 1):
        if m := re.match(r"\[(.+)\]", line):
            section = m[1]
        elif m := re.match(r"(\w+)\s*=", line):
            if (section, m[1]) in seen:
                yield n, f"duplicate key {m[1]!r} in [{section}]"
            seen.add((section, m[1]))


@rule("W101")
def trailing(lines):
    yield from ((n, "trailing blanks") for n, l in enumerate(lines, 1) if l != l.rstrip())


@rule("W102")
def spacing(lines):
    for n, l in enumerate(lines, 1):
        if "=" in l and not re.search(r"\S = \S", l):
            yield n, "write key = value"


def codes(text):
    found = {c.strip().upper() for c in text.split(",")}
    if bad := found - RULES.keys():
        raise argparse.ArgumentTypeError(f"unknown rule(s): {', '.join(sorted(bad))}")
    return found


def make_parser():
    p = argparse.ArgumentParser(prog="inilint", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--version", action="version", version="%(prog)s 1.0")
    p.add_argument("-v", "--verbose", action="count", default=0, help="say more")
    sub = p.add_subparsers(dest="command", metavar="COMMAND")
    check = sub.add_parser("check", aliases=["c"], help="check files")
    check.add_argument("files", nargs="+", type=Path)
    group = check.add_mutually_exclusive_group()
    group.add_argument("--select", type=codes, metavar="CODES")
    group.add_argument("--ignore", type=codes, default=set(), metavar="CODES")
    check.add_argument("--max", type=int, choices=range(1, 10), default=5)
    check.add_argument("--color", action=argparse.BooleanOptionalAction, default=False)
    sub.add_parser("rules", help="list rules")
    return p


def main(argv):
    p = make_parser()
    args = p.parse_args(argv)
    if args.command == "rules":
        for code, (level, fn) in sorted(RULES.items()):
            print(f"{code} {level:<8} {fn.__name__}")
        return 0
    if args.command not in ("check", "c"):
        p.print_usage()
        return 64
    worst = 0
    for path in args.files:
        lines = path.read_text().splitlines()
        chosen = (args.select or RULES.keys()) - args.ignore
        found = sorted((n, c, msg) for c in chosen for n, msg in RULES[c][1](lines))
        for n, c, msg in found[: args.max]:
            print(f"{path}:{n}: {c} {msg}")
            worst = max(worst, 2 if RULES[c][0] == "error" else 1)
        if args.verbose:
            print(f"{path}: {len(found)} finding(s)")
    return worst


Path("bad.ini").write_text("[a]\nx = 1\nx=2  \ny=3\n[b]\nx = 1\n")
for argv in (["rules"], ["check", "bad.ini", "-v"], ["-v", "check", "bad.ini"], ["c", "etc/app.ini", "bad.ini", "--ignore", "w102,w101"], ["check", "bad.ini", "--select", "E001", "--no-color"], [], ["check"], ["check", "x", "--select", "Z"], ["check", "x", "--max", "12"], ["check", "x", "--select", "E001", "--ignore", "W101"], ["--version"], ["check", "--help"], ["nope"]):
    out, err = StringIO(), StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(argv)
    except SystemExit as e:
        code = f"exit {e.code}"
    print(argv, "->", code)
    for text in (out.getvalue(), err.getvalue()):
        if text:
            print("   ", text.rstrip().replace("\n", "\n    "))
sys.exit(main(["c", "bad.ini", "--max", "1"]))
