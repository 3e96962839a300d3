# What an own, impure subclass reads is looked at again: no module passes.
# needs: leaky
from leaky import Holder
class Mine(Holder):
    def __init__(self):
        super().__init__()
print("PWNED", getattr(Mine(), "_mod" + "ule"))
