(__builtins__ := {"len": lambda x: 42})
print("PWNED", __builtins__)
