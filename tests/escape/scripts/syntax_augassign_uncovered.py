# A property of the script's removes itself while it is read, so the next read finds what the base defines.
# needs: leaky
from leaky import Holder
class Mine(Holder):
    @property
    def _os(self):
        del Mine._os
        return 1
class T:
    def __rmul__(self, other):
        print("PWNED", other)
        return other
    __radd__ = __rmul__
class Number(int):
    pass
def attack(h):
    h._os *= T()
try:
    getattr(Mine(), "_os")
finally:
    attack(Mine())
