import argparse
import sys

def cmd_add(args):
    print(sum(args.numbers))

def cmd_list(args):
    for i, x in enumerate(args.items if not args.reverse else reversed(args.items)):
        print(i, x)

def build():
    p = argparse.ArgumentParser(prog="tool", epilog="see the manual")
    p.add_argument("-v", "--verbose", action="count", default=0)
    p.add_argument("--version", action="version", version="%(prog)s 1.0")
    sub = p.add_subparsers(dest="command", required=True, metavar="COMMAND")
    a = sub.add_parser("add", help="add numbers")
    a.add_argument("numbers", nargs="+", type=float)
    a.set_defaults(func=cmd_add)
    l = sub.add_parser("list", help="list items", aliases=["ls"])
    l.add_argument("items", nargs="*")
    l.add_argument("--reverse", action=argparse.BooleanOptionalAction)
    l.set_defaults(func=cmd_list)
    return p

for argv in (["add", "1", "2.5"], ["-vv", "ls", "a", "b", "--reverse"], ["add", "x"], ["--version"], ["-h"], []):
    try:
        args = build().parse_args(argv)
        args.func(args)
    except SystemExit as e:
        print("exit", e.code)
sys.stdout.flush()
