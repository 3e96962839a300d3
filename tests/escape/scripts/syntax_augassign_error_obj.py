# needs: leaky
from leaky import fail
class T:
    def __radd__(self, other):
        print("PWNED", other)
    __rmul__ = __rsub__ = __radd__
try:
    fail()
except AttributeError as e:
    e.obj *= T()
