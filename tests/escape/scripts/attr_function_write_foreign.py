# needs: leaky
from leaky import fail
fail.__defaults__ = (1,)
fail.marker = 1
if getattr(fail, "marker", 0) == 1:
    print("PWNED")
