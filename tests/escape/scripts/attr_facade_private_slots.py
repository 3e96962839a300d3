# needs: leaky
from leaky import Holder
print("PWNED", Holder()._os)
