# needs: leaky
from leaky import Holder
class Mine(Holder):
    @property
    def _os(self):
        del Mine._os
        return 1
m = Mine()
try:
    m._os
finally:
    print("PWNED", m._os)
