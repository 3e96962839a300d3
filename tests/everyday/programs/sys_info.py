import sys, platform, os
print(sys.version_info >= (3, 8), sys.version_info.major, sys.platform, sys.maxsize > 2**32, sys.byteorder, sys.getdefaultencoding(), sys.getsizeof("x") > 0)
print(platform.system(), platform.python_implementation(), platform.python_version() == sys.version.split()[0])
print(sys.getrecursionlimit() > 100, sys.float_info.epsilon, sys.int_info.bits_per_digit > 0, sys.implementation.name, os.cpu_count() is None or os.cpu_count() >= 1)
if sys.version_info[:2] < (3, 6):
    sys.exit("too old")
print("sys" in sys.modules if hasattr(sys, "modules") else "no modules") if False else None
