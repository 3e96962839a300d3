def f():
    pass
print("PWNED", [g for g in f.__globals__])
