def f():
    pass
print("PWNED", "{0[a.b].__globals__}".format({"a.b": f}))
