def g():
    pass
def f(x=g.__globals__):
    return x
print("PWNED", f())
