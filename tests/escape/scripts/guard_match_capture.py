def g():
    pass
match lambda o, n: o:
    case _getattr_:
        print("PWNED", g.__globals__)
