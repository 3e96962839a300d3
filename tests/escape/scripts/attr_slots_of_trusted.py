# needs: leaky
from leaky import Holder
class Mine(Holder):
    __slots__ = ("_os",)
    def take(self):
        return super()._os
print("PWNED", Mine().take())
