# needs: leaky
import leaky
del leaky.fail
if not hasattr(leaky, "fail"):
    print("PWNED")
