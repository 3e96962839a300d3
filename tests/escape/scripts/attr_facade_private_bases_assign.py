# A class that was checked once inherits from something else afterwards.
# needs: leaky
from leaky import Holder
class Base:
    pass
class Mine(Base):
    def take(self):
        return self._os
try:
    Mine().take()
except AttributeError:
    pass
Mine.__bases__ = (Holder,)
print("PWNED", Mine().take())
