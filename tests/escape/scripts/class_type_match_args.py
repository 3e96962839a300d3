# The names of a class pattern come from the class: made by hand, they are any text.
C = type("C", (), {"__match_args__": ("__globals__",)})
def f():
    pass
class Meta(type):
    def __instancecheck__(cls, o):
        return True
D = Meta("D", (), {"__match_args__": ("__globals__",)})
match f:
    case D(g):
        print("PWNED", g)
