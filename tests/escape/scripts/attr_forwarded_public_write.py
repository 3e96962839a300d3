# needs: leaky
from leaky import Holder
class Alias(type(list[int])):
    pass
class T:
    def __radd__(self, other):
        print("PWNED", other)
    __rmul__ = __radd__
alias = Alias(Holder, ())
alias._os *= T()
