def f():
    pass
print("PWNED", f.__builtins__)
