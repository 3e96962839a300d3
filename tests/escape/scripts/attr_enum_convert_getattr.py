# needs: enum
from enum import IntEnum
class E(IntEnum):
    A = 1
convert = getattr(E, "_con" + "vert_")
print("PWNED", convert("F", "os", lambda name: name == "O_RDONLY").O_RDONLY)
