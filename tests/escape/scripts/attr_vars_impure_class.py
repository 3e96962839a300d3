# needs: leaky
from leaky import Holder
class Mine(Holder):
    pass
print("PWNED", [vars(c) for c in Mine.__mro__ if "_os" in vars(c)][0]["_os"])
