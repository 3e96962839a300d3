class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Any(metaclass=Meta):
    __match_args__ = ("gi_frame",)
def f():
    yield 1
match f():
    case Any(g):
        print("PWNED", g)
