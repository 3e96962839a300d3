# needs: leaky
from leaky import Holder
class Mine:
    pass
m = Mine()
m.__class__ = Holder
print("PWNED", m._os)
