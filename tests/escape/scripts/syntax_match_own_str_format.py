class S(str):
    pass
def f():
    pass
match S("{0.__globals__}"):
    case S(format=show):
        print("PWNED", show(f))
