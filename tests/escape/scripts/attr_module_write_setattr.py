# needs: leaky
import leaky
setattr(leaky, "fail", None)
if leaky.fail is None:
    print("PWNED")
