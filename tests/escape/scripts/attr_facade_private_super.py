# needs: leaky
from leaky import Holder
class Mine(Holder):
    def take(self):
        return super()._os
print("PWNED", Mine().take())
