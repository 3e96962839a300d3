print("PWNED", type.mro(int))
