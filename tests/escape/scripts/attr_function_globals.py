def f():
    pass
print("PWNED", f.__globals__)
