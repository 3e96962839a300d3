# needs: enum
from enum import IntEnum
print("PWNED", IntEnum._convert_("F", "os", lambda name: name == "O_RDONLY"))
