# needs: enum
from enum import Enum
Meta = type(Enum)
class M(Meta):
    def take(cls):
        return super()._convert_
class E(Enum, metaclass=M):
    A = 1
print("PWNED", E.take()("F", "os", lambda name: name == "system"))
