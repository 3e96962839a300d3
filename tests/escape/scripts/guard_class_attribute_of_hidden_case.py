# unguarded: it attacks the guards themselves
class Space(dict):
    pass
class C:
    match 3:
        case int(x) if x:
            pass
    class D:
        __match_args__ = ("real",)
    match 4:
        case D(y):
            pass
        case _:
            y = 0
if any("guard" in key or "case" in key for key in vars(C)):
    print("PWNED", list(vars(C)))
