# A metaclass that returns a trusted class does not make it the script's.
# needs: leaky
from leaky import Holder
class C(metaclass=lambda name, bases, space: Holder):
    pass
print("PWNED", C()._os)
