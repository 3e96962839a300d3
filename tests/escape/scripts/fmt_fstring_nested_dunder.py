def f():
    pass
print("PWNED", f"{f.__globals__!r:>{10}}")
