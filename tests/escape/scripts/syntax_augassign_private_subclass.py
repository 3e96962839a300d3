# needs: leaky
from leaky import Holder
class Mine(Holder):
    pass
class T:
    def __rmul__(self, other):
        print("PWNED", other)
        return other
def attack(h):
    h._os *= T()
attack(Mine())
