# needs: leaky
from leaky import fail
try:
    fail()
except AttributeError as e:
    print("PWNED", getattr(e, "o" + "bj"))
