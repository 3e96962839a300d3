print("PWNED", int.mro())
