def f():
    pass
match 1:
    case 1 if f.__globals__:
        print("PWNED")
