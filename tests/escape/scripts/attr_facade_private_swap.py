# unguarded: it attacks the guards themselves
# The metaclass runs code between the check and the access, and swaps the variable.
# needs: leaky
from leaky import Holder
class Good:
    pass
target = None
def attack():
    it = None
    class Liar(type):
        def __hash__(cls):
            nonlocal it
            it = Holder()
            return type.__hash__(cls)
    class Mine(metaclass=Liar):
        def __init__(self):
            self._os = 1
    it = Mine()
    return it._os
value = attack()
if value != 1:
    print("PWNED", value)
