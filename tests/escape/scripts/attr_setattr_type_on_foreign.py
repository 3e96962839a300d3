# needs: collections
from collections import UserString
type.__setattr__(UserString, "upper", lambda self: "PWNED")
print(UserString("x").upper())
