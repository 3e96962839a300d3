def f():
    pass
show = "{0.__globals__}".format
print("PWNED", show(f))
