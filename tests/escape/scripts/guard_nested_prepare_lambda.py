# unguarded: it attacks the guards themselves
# needs: leaky
from leaky import Holder
asked = []
class Space(dict):
    def __getitem__(self, key):
        asked.append(key)
        return dict.__getitem__(self, key)
class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Space()
class Outer(metaclass=Meta):
    class Inner(metaclass=Meta):
        def f(self, it):
            it.x = 1
            return [it._y for _ in range(1)]
        value = "{0.real}".format(3)
        __slots__ = ()
    copy = "{}".format(Inner.value)
    del copy
if any("guard" in key for key in asked):
    print("PWNED", asked)
