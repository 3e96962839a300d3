def f():
    pass
f.__code__: int = (lambda: 2).__code__
print("PWNED")
