# needs: leaky
import leaky
leaky.fail = None
if leaky.fail is None:
    print("PWNED")
