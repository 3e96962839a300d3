import contextvars
import getopt
import getpass
import optparse
import os
import platform
import timeit
import uuid

print(getopt.getopt(["-a", "-b", "x", "--long=1", "rest"], "ab:", ["long="]), getopt.gnu_getopt(["rest", "-a"], "a"))
try:
    getopt.getopt(["-z"], "a")
except getopt.GetoptError as error:
    print(error, error.opt)
parser = optparse.OptionParser(usage="%prog [options]", prog="tool", version="1")
parser.add_option("-n", "--number", type="int", default=3, metavar="N", help="how many")
parser.add_option("-v", action="store_true", dest="verbose", help="more")
parser.add_option("-l", action="append", dest="items")
group = optparse.OptionGroup(parser, "Group", "of options")
group.add_option("--choice", type="choice", choices=["a", "b"])
parser.add_option_group(group)
options, rest = parser.parse_args(["-n", "5", "-v", "-l", "x", "-l", "y", "--choice", "b", "file"])
print(options.number, options.verbose, options.items, options.choice, rest, options)
print(parser.format_help())
variable = contextvars.ContextVar("variable", default=1)
token = variable.set(2)
copied = contextvars.copy_context()
variable.reset(token)
print(variable.get(), copied.run(variable.get), copied[variable], token.var is variable)
os.environ["LOGNAME"] = "somebody"
print(getpass.getuser())
print(
    platform.machine(),
    platform.system(),
    platform.python_version(),
    platform.architecture()[0],
    platform.uname().system,
)
print(
    timeit.timeit(lambda: None, number=3) >= 0,
    len(timeit.repeat(lambda: None, "pass", number=1, repeat=2)),
    timeit.Timer(print).timeit(1) > 0,
)
print(uuid.uuid1().version, uuid.uuid4().version, uuid.uuid3(uuid.NAMESPACE_DNS, "x"), 0 < uuid.getnode() < 1 << 48)
