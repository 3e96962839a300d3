print("PWNED", vars())
