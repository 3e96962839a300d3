# needs: leaky
from leaky import fail
class E(AttributeError):
    pass
try:
    fail()
except AttributeError as e:
    print("PWNED", E.obj.__get__(e))
