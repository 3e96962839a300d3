# needs: leaky
from leaky import Holder
class Alias(type(list[int])):
    pass
def take(it):
    return it._os
print("PWNED", take(Alias(Holder, ())))
