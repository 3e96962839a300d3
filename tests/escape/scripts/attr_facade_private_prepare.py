# unguarded: it attacks the guards themselves
# The class body's names are looked up in a mapping of the script's: a different object each time.
# needs: leaky
from leaky import Holder
class Good:
    _os = 1
class Space(dict):
    def __init__(self):
        self.count = 0
    def __missing__(self, key):
        if key == "it":
            self.count += 1
            return Good() if self.count == 1 else Holder()
        raise KeyError(key)
class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Space()
class C(metaclass=Meta):
    value = it._os
if C.value != 1:
    print("PWNED", C.value)
