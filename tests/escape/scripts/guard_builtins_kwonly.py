def f(*, __builtins__=1):
    pass
print("PWNED")
