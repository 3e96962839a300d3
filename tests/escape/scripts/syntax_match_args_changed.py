# The names change between the check and the match, while an outer pattern runs the script's code.
class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Inner(metaclass=Meta):
    __match_args__ = ("__name__",)
def f():
    pass
class Outer:
    __match_args__ = ("x", "y")
    x = 1
    @property
    def y(self):
        Inner.__match_args__ = ("__globals__",)
        return f
match Outer():
    case Outer(_, Inner(g)):
        if type(g) is dict:
            print("PWNED", g)
