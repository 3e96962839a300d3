# needs: leaky
from leaky import Holder
N = type("SimpleNamespace", (Holder,), {"__module__": "types", "__qualname__": "SimpleNamespace"})
print("PWNED", vars(N())["_module"], N()._os)
