for __builtins__ in [{}]:
    pass
print("PWNED")
