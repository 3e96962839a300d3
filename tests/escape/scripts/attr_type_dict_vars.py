print("PWNED", vars(type)["__subclasses__"](object))
