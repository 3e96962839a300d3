print("PWNED", len.__self__)
