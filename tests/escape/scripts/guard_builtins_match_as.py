match {"eval": 1}:
    case {**__builtins__}:
        print("PWNED")
