# needs: leaky
from leaky import Holder
def f(it):
    it.public = "changed"
class Mine:
    pass
f(Mine())
f(Mine())
f(Holder)
if Holder.public == "changed":
    print("PWNED")
