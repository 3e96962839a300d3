# needs: leaky
from leaky import Holder
class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Any(metaclass=Meta):
    __match_args__ = ("_os",)
match Holder():
    case Any(g):
        print("PWNED", g)
