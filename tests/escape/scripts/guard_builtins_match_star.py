match [1, 2]:
    case [*__builtins__]:
        print("PWNED")
