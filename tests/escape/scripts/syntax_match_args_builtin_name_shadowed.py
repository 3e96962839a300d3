# A class pattern called `int`, which is the script's own class.
class Meta(type):
    def __instancecheck__(cls, o):
        return True
class int(metaclass=Meta):
    __match_args__ = ("__globals__",)
def f():
    pass
match f:
    case int(g):
        print("PWNED", g)
