# needs: leaky
import leaky
class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Any(metaclass=Meta):
    __match_args__ = ("__globals__",)
class Box:
    list = Any
def f():
    pass
match f:
    case Box.list(g):
        print("PWNED", g)
