def f():
    global __builtins__
    __builtins__ = {"getattr": 1}
f()
def g():
    return getattr
if g() == 1:
    print("PWNED")
