# A metaclass whose hash and equality make an impure class pass for one that was checked.
# needs: leaky
from leaky import Holder
class Good:
    def __init__(self):
        self._x = 1
    def read(self):
        return self._x
for _ in range(3):
    Good().read()
class Liar(type):
    def __hash__(cls):
        return hash(Good)
    def __eq__(cls, other):
        return True
class Mine(Holder, metaclass=Liar):
    def take(self):
        return self._os
print("PWNED", Mine().take())
