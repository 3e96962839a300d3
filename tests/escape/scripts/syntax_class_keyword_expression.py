def f():
    pass
class B:
    def __init_subclass__(cls, x):
        print("PWNED", x)
class C(B, x=f.__globals__):
    pass
