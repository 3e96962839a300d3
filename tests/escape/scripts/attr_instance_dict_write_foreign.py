# needs: leaky
from leaky import Holder
h = Holder()
h.__dict__["_os"] = 1
h._os = 2
print("PWNED")
