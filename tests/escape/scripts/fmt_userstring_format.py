# needs: collections
from collections import UserString
def f():
    pass
print("PWNED", UserString("{0.__globals__}").format(f))
