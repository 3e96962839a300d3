# needs: leaky
from leaky import fail
try:
    fail()
except AttributeError as e:
    print("PWNED", AttributeError.obj.__get__(e))
