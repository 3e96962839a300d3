def f():
    pass
match {}:
    case f.__globals__:
        pass
print("PWNED")
