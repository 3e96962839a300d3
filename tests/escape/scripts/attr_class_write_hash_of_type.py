# The class of a class is `type`; an own class that claims to equal it must not open it for writing.
# needs: leaky
from leaky import Holder
class Liar(type):
    def __hash__(cls):
        return hash(type)
    def __eq__(cls, other):
        return True
class Mine(metaclass=Liar):
    pass
def f(it):
    it.public = "changed"
f(Mine())
f(Mine())
f(Holder)
if Holder.public == "changed":
    print("PWNED")
