# CVE-2024-47532: the error of trusted code carries the object that it looked at.
# needs: leaky
from leaky import fail
try:
    fail()
except AttributeError as e:
    print("PWNED", e.obj)
