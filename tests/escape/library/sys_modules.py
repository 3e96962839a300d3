# The table of modules holds real ones, and can be given others.
import sys

for way in (
    lambda: sys.modules["sys"]._getframe(),
    lambda: sys.modules["builtins"].eval,
    lambda: sys.modules["os"],
    lambda: sys.modules.get("posix").system,
    lambda: [m for m in sys.modules.values() if hasattr(m, "system")][0],
    lambda: dict(sys.modules)["builtins"],
    lambda: sys.modules["__main__"].__builtins__,
    lambda: vars(sys.modules["__main__"])["__builtins__"],
):
    try:
        found = way()
        print("PWNED", str(found)[:50])
    except Exception:
        pass
