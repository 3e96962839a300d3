# needs: leaky
from leaky import Holder
class Mine(Holder):
    def take(self):
        return super().__dict__["_module"]
print("PWNED", Mine().take())
