# needs: leaky
from leaky import Holder
class Alias(type(list[int])):
    pass
print("PWNED", Alias(Holder, ()).__dict__["_os"])
