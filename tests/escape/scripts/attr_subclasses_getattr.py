print("PWNED", getattr(object, "__sub" + "classes__")())
