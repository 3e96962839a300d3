class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Any(metaclass=Meta):
    __match_args__ = ("__globals__",)
def f():
    pass
match f:
    case Any(g):
        print("PWNED", g)
