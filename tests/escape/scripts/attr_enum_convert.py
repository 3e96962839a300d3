# needs: enum
# A private method of the metaclass copies the members of any module.
from enum import Enum
class E(Enum):
    A = 1
F = E._convert_("F", "os", lambda name: name == "system")
print("PWNED", F.system)
