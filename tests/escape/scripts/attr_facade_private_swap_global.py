# unguarded: it attacks the guards themselves
# needs: leaky
from leaky import Holder
class Liar(type):
    def __hash__(cls):
        global it
        it = Holder()
        return type.__hash__(cls)
class Mine(metaclass=Liar):
    def __init__(self):
        self._os = 1
it = Mine()
value = it._os
if value != 1:
    print("PWNED", value)
