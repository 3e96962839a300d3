print("PWNED", int.__bases__, bool.__base__, bool.__mro__)
