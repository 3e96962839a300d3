print("PWNED", type.__dict__["__mro__"].__get__(int))
