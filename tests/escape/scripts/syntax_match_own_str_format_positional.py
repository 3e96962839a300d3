class S(str):
    __match_args__ = ("format",)
def f():
    pass
match S("{0.__globals__}"):
    case S(show):
        print("PWNED", show(f))
