# A script's class is known by its __module__; trusted classes cannot be given one.
# needs: leaky
from leaky import Holder
Holder.__module__ = "__main__"
print("PWNED", Holder()._os)
