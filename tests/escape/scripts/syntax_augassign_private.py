# needs: leaky
from leaky import Holder
h = Holder()
class T:
    def __radd__(self, other):
        print("PWNED", other)
        return other
    __rmul__ = __radd__
h._os *= T()
