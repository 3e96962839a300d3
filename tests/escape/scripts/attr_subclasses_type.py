print("PWNED", type.__subclasses__(object))
