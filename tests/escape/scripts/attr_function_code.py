def f():
    pass
print("PWNED", f.__code__.co_consts)
