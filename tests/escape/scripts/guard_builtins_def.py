def __builtins__():
    pass
print("PWNED")
