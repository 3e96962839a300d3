# A subclass of the script's does not open what the trusted base keeps on its class.
# needs: leaky
from leaky import Holder
class Mine(Holder):
    def take(self):
        return self._os
print("PWNED", Mine().take())
