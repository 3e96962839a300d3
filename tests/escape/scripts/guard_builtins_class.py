class __builtins__:
    pass
print("PWNED")
