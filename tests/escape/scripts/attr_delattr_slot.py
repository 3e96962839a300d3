# needs: leaky
from leaky import Holder
type.__delattr__(Holder, "public")
if not hasattr(Holder, "public"):
    print("PWNED")
