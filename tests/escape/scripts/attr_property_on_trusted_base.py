# needs: leaky
from leaky import Holder
class Mine(Holder):
    _public = property(lambda self: self._os)
print("PWNED", Mine()._public)
