# unguarded: it attacks the guards themselves
# needs: leaky
from leaky import Holder
class Good:
    _os = 1
    def read(self):
        return self._os
Good().read()
class Liar(type):
    def __hash__(cls):
        global n
        n = Holder()
        return hash(Good)
    def __eq__(cls, other):
        global n
        n = Holder()
        return True
class Evil(metaclass=Liar):
    _os = 1
n = Evil()
value = n._os
if value != 1:
    print("PWNED", value)
