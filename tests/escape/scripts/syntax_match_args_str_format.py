class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Any(metaclass=Meta):
    __match_args__ = ("format",)
def f():
    pass
match "{0.__globals__}":
    case Any(show):
        print("PWNED", show(f))
