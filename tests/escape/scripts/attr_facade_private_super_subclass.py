# needs: leaky
from leaky import Holder
class Sup(super):
    def take(self):
        return self._os
class Mine(Holder):
    pass
print("PWNED", Sup(Mine, Mine()).take())
