def f():
    return 1
def g():
    return 2
setattr(f, "__code__", getattr(g, "__code__"))
if f() == 2:
    print("PWNED")
