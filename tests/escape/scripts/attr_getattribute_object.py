def f():
    pass
print("PWNED", object.__getattribute__(f, "__globals__"))
