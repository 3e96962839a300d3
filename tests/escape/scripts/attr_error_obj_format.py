# needs: leaky
from leaky import fail
try:
    fail()
except AttributeError as e:
    print("PWNED", "{0.obj}".format(e))
