# `object.__class__` as an attribute is `type`; the descriptor itself is in object's dictionary.
# needs: leaky
from leaky import Holder
class Mine:
    pass
m = Mine()
object.__setattr__(m, "__class__", Holder)
print("PWNED", m._os)
