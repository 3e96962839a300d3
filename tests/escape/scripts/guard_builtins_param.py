def f(__builtins__):
    return __builtins__
print("PWNED", f(1))
