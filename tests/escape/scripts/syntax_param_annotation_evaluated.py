def g():
    pass
def f(x: g.__globals__) -> g.__globals__:
    pass
print("PWNED", f.__annotations__)
