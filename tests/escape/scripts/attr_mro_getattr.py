print("PWNED", getattr(bool, "mro")())
