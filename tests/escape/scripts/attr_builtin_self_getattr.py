print("PWNED", getattr(print, "__self__", None) or getattr(len, "__self__").eval)
