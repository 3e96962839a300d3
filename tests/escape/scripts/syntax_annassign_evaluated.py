def f():
    pass
x: f.__globals__ = 1
print("PWNED")
