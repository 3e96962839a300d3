# needs: leaky
from leaky import Holder
class Mine:
    pass
m = Mine()
object.__dict__["__class__"].__set__(m, Holder)
print("PWNED", m._os)
