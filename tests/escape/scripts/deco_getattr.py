@lambda f: getattr(f, "__globals__")
def g():
    pass
print("PWNED", g)
