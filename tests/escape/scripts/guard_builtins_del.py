del __builtins__
print("PWNED")
