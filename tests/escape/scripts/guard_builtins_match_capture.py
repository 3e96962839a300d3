match 1:
    case int() as __builtins__:
        print("PWNED")
