# needs: weakref, collections
from weakref import proxy
from collections import UserString
p = proxy(UserString)
p.upper = lambda self: "PWNED"
print(UserString("x").upper())
