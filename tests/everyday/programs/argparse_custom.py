import argparse
class Upper(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values.upper())
def positive(v):
    n = int(v)
    if n <= 0:
        raise argparse.ArgumentTypeError(f"{v} is not positive")
    return n
p = argparse.ArgumentParser(prog="x", add_help=False, fromfile_prefix_chars="@", argument_default=argparse.SUPPRESS)
grp = p.add_argument_group("main", "the main ones")
grp.add_argument("-n", "--num", type=positive, metavar="N", required=True)
grp.add_argument("-u", action=Upper)
p.print_help()
print(p.format_usage())
print(p.parse_args(["-n", "3", "-u", "abc"]))
open("args", "w").write("-n\n9\n")
print(p.parse_args(["@args"]))
p.parse_args(["-n", "-1"])
