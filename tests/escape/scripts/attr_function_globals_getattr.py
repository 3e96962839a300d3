def f():
    pass
print("PWNED", getattr(f, "__globals__"))
