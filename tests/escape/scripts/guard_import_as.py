# needs: math
import math as _getattr_
def g():
    pass
print("PWNED", g.__globals__)
