print("PWNED", globals())
