print("PWNED", (lambda *__builtins__: 1)())
