# A metaclass's mro() puts a trusted class where no base names it.
# needs: leaky
from leaky import Holder
class Meta(type):
    def mro(cls):
        return [cls, Holder, object]
class Mine(metaclass=Meta):
    def take(self):
        return self._os
print("PWNED", Mine().take())
