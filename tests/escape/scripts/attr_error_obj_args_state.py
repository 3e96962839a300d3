# needs: leaky
from leaky import fail
try:
    fail()
except AttributeError as e:
    print("PWNED", e.__getstate__(), e.__dict__, e.__setstate__)
