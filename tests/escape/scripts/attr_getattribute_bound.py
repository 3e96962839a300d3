def f():
    pass
print("PWNED", f.__getattribute__("__globals__"))
