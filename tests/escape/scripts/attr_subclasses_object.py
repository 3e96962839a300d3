print("PWNED", object.__subclasses__())
