# needs: leaky
from leaky import Holder
class Meta(type):
    def take(cls):
        return cls._os
class Mine(Holder, metaclass=Meta):
    pass
print("PWNED", Mine.take())
