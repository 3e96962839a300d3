# needs: leaky
from leaky import Holder
class Holder2:
    def take(self, o):
        return o.__secret
Taker = type("Holder", (Holder2,), {})
class Holder_:
    pass
def make():
    class Holder:
        def take(self, o):
            return o.__secret
    return Holder()
print("PWNED", make().take(Holder()))
