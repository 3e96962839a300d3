# needs: leaky
from leaky import Holder
class Mine(Holder):
    pass
print("PWNED", Mine._os)
