# needs: leaky
from leaky import fail
try:
    fail()
except AttributeError as e:
    match e:
        case AttributeError(obj=x):
            print("PWNED", x)
