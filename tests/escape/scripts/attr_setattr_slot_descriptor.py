got = object.__setattr__
def f():
    return 1
def g():
    return 2
got(f, "__code__", getattr(g, "__code__"))
print("PWNED")
