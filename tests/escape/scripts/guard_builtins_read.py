print("PWNED", __builtins__)
