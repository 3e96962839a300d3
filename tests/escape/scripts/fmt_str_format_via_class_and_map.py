def f():
    pass
print("PWNED", list(map(str.format, ["{0.__globals__}"], [f])))
